// What `irp site` writes, in a real Chromium: it asks nobody for anything, says who is on call by any
// clock in any zone, works without JavaScript, by keyboard, and for those who do not see it.
//
//   node check.mjs IRP FOLDER PLAN...      pages and pictures of them go into FOLDER
//
// Chromium is the one that CHROMIUM names, else the system's.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [irp, folder, ...plans] = process.argv.slice(2);
const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const chromium = candidates.find((path) => path && existsSync(path));
if (!chromium) {
  console.log("SKIPPED: there is no Chromium; `apt-get install chromium` brings it");
  process.exit(0);
}
const { default: puppeteer } = await import("puppeteer-core");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const NOW = "2026-10-19T09:00:00Z";
const STAMP = "2026-10-01T00:00:00Z";
const ZONES = ["Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"];
const WIDTHS = [360, 768, 1440];

const faults = [];
let checks = 0;
const check = (holds, what) => {
  checks += 1;
  if (!holds) {
    faults.push(what);
    console.log(`FAULT ${what}`);
  }
};
const same = (one, two, what) => {
  const [left, right] = [JSON.stringify(one), JSON.stringify(two)];
  check(left === right, `${what}: ${left} is not ${right}`);
};

const answers = new Map();
const run = (...args) => execFileSync(irp, args, { encoding: "utf8", env: { PATH: process.env.PATH } });
// `irp oncall` exits with 1 where somebody is missing, which is an answer too.
const oncall = (plan, at, zone) => {
  const key = `${plan} ${at} ${zone}`;
  if (!answers.has(key)) {
    let text;
    try {
      text = run("oncall", at, "--json", "--plan", plan, "--now", NOW, "--tz", zone);
    } catch (error) {
      text = error.stdout;
    }
    answers.set(key, JSON.parse(text).rotations);
  }
  return answers.get(key);
};

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });

// A page with a clock that stands where it is set, in a zone.
const open = async (address, { at = NOW, zone = "Europe/Berlin", width = 1440, script = true, dark = false } = {}) => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("dialog", async (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
  page.on("response", (response) => response.ok() || said.push(`${response.status()}: ${response.url()}`));
  const own = new URL(address);
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== own.protocol || url.host !== own.host) said.push(`asks ${request.url()}`);
  });
  await page.setJavaScriptEnabled(script);
  await page.emulateTimezone(zone);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.setViewport({ width, height: 900 });
  await page.evaluateOnNewDocument((instant) => {
    const Real = Date;
    globalThis.frozen = instant;
    globalThis.Date = class extends Real {
      constructor(...given) {
        super(...(given.length ? given : [globalThis.frozen]));
      }
      static now() {
        return globalThis.frozen;
      }
    };
  }, Date.parse(at));
  await page.goto(address, { waitUntil: "load" });
  return { page, said, close: () => context.close() };
};

const pagesIn = (site) =>
  readdirSync(site, { recursive: true }).map(String).filter((path) => path.endsWith(".html")).sort();

// Who is on call, as the cards say it.
const cards = (page) =>
  page.$$eval("[data-rotation]", (all) =>
    all.map((card) => {
      const end = card.querySelector("[data-field=until] time");
      const from = /^from/.test(card.querySelector("[data-field=until]").textContent.trim());
      return {
        rotation: card.dataset.rotation,
        people: Array.from(card.querySelectorAll("[data-field=who] a"), (a) => a.getAttribute("href").match(/people\/(.*)\.html/)[1]),
        gap: card.classList.contains("gap"),
        end: end && !from ? end.getAttribute("datetime") : null,
        begins: end && from ? end.getAttribute("datetime") : null,
        text: end ? end.textContent : null,
        shadows: Array.from(card.querySelectorAll("[data-field=shadow] a"), (a) => a.getAttribute("href").match(/people\/(.*)\.html/)[1]),
      };
    }),
  );

// `2026-10-20T15:00:00+02:00` as `Tue 20 Oct 2026 15:00`.
const wall = (local) => {
  const [date, clock] = local.split("T");
  const [weekday, day, month, year] = new Date(`${date}T00:00:00Z`).toUTCString().replace(",", "").split(" ");
  return `${weekday} ${Number(day)} ${month} ${year} ${clock.slice(0, 5)}`;
};

const compare = async (page, plan, at, zone, what) => {
  const expected = oncall(plan, at, zone);
  const shown = new Map((await cards(page)).map((card) => [card.rotation, card]));
  same([...shown.keys()].sort(), expected.map((row) => row.rotation).sort(), `${what}: the rotations`);
  for (const row of expected) {
    const card = shown.get(row.rotation);
    if (!card) continue;
    same(card.people, row.people, `${what}: who is on call in ${row.rotation}`);
    same(card.shadows, row.shadows, `${what}: who learns in ${row.rotation}`);
    same(card.gap, !row.covered, `${what}: whether ${row.rotation} has a gap`);
    same(card.end, row.end, `${what}: until when in ${row.rotation}`);
    const begins = row.end === null && row.next ? row.next : null;
    const local = row.end_local || (begins && begins.start_local);
    if (begins) same(card.begins, begins.start, `${what}: from when in ${row.rotation}`);
    if (local) {
      check(card.text.startsWith(wall(local)), `${what}: ${row.rotation} says ${card.text}, irp ${local}`);
    }
  }
};

const clean = (said, what) => same(said, [], `${what} is quiet`);

// Every page, from the disk.
const everyPage = async (site, name) => {
  for (const path of pagesIn(site)) {
    const { page, said, close } = await open(pathToFileURL(join(site, path)).href, { width: 360 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(over <= 0, `${name}/${path} is ${over} px too wide at 360`);
    clean(said, `${name}/${path}`);
    await close();
  }
};

const now = async (plan, index, name) => {
  const ends = oncall(plan, NOW, "UTC").map((row) => row.end).filter(Boolean).sort();
  const later = [NOW, ends[0], ends.at(-1), "2026-10-25T00:59:00Z", "2026-11-09T17:30:00Z"];
  for (const at of new Set(later.filter(Boolean))) {
    for (const zone of ZONES) {
      const { page, said, close } = await open(index, { at, zone });
      await compare(page, plan, at, zone, `${name} at ${at} in ${zone}`);
      clean(said, `${name} at ${at}`);
      await close();
    }
  }
};

// While a page is open its rotations are handed over, and that is said.
const handoff = async (plan, index, name) => {
  const end = oncall(plan, NOW, "UTC").filter((row) => row.end && row.people.length).map((row) => row.end).sort()[0];
  const { page, close } = await open(index, { zone: "UTC" });
  const before = await page.$eval("#said", (place) => place.textContent);
  await page.evaluate((at) => {
    globalThis.frozen = at;
    document.dispatchEvent(new Event("visibilitychange"));
  }, Date.parse(end));
  await compare(page, plan, end, "UTC", `${name} after a handoff`);
  const after = await page.$eval("#said", (place) => place.textContent);
  check(before === "" && after.includes(": now "), `${name} says a handoff: ${after}`);
  await page.evaluate(() => {
    globalThis.frozen = Date.parse("2030-01-01T00:00:00Z");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const stale = await page.$eval("#stale", (place) => (place.hidden ? "" : place.textContent));
  check(/knows shifts until .*published again/.test(stale), `${name} says that it is out of date: ${stale}`);
  const who = await page.$$eval("[data-field=who]", (all) => all.map((place) => place.textContent));
  check(who.every((text) => text === "not known"), `${name} does not guess: ${who}`);
  await close();
};

const zoneSwitch = async (address, name, remembers) => {
  const { page, close } = await open(address, { zone: "America/New_York" });
  const texts = () => page.$$eval("main time", (all) => all.map((time) => [time.dateTime, time.textContent]));
  const chosen = await page.$eval("#zone", (zone) => zone.value);
  same(chosen, "America/New_York", `${name}: the reader's zone is chosen`);
  const mine = await texts();
  check(mine.length > 0 && mine.every(([, text]) => / E[DS]T$/.test(text)), `${name}: times are the reader's: ${mine[0]}`);
  await page.select("#zone", "UTC");
  const utc = await texts();
  for (const [instant, text] of utc) {
    check(text === `${wall(instant)} UTC`, `${name}: ${instant} in UTC is ${text}`);
  }
  same(utc.map(([instant]) => instant), mine.map(([instant]) => instant), `${name}: the instants stay`);
  if (remembers) {
    await page.reload({ waitUntil: "load" });
    same(await page.$eval("#zone", (zone) => zone.value), "UTC", `${name}: the choice is remembered`);
  }
  await close();
};

const withoutScript = async (plan, index, name) => {
  const { page, said, close } = await open(index, { script: false, width: 360, at: "2031-01-01T00:00:00Z" });
  await compare(page, plan, NOW, "plan", `${name} without JavaScript`);
  check(!(await page.$("#zone").then((zone) => zone.isVisible())), `${name} has no switch without JavaScript`);
  check(await page.$("noscript p").then((note) => note !== null), `${name} says what it shows`);
  const rows = await page.$$eval("table.shifts tbody tr", (all) => all.length);
  check(rows > 0, `${name} has a table of shifts`);
  clean(said, `${name} without JavaScript`);
  await close();
};

// Every place that can be used is reached with the Tab key, the way past the links first.
const keyboard = async (address, name) => {
  const { page, close } = await open(address);
  const places = await page.evaluate(() => {
    const all = document.querySelectorAll("a[href], select, summary, [tabindex='0']");
    const seen = Array.from(all).filter((place) => place.checkVisibility());
    seen.forEach((place, nth) => (place.dataset.nth = nth));
    return seen.length;
  });
  const reached = [];
  for (let press = 0; press < places + 20 && reached.length < places; press += 1) {
    await page.keyboard.press("Tab");
    const nth = await page.evaluate(() => document.activeElement.dataset.nth);
    if (nth === undefined || reached.includes(nth)) break;
    reached.push(nth);
    if (press === 0) {
      const first = await page.evaluate(() => document.activeElement.className);
      same(first, "skip", `${name}: the first place skips to the content`);
    }
  }
  same(reached.length, places, `${name}: places that the keyboard reaches`);
  await close();
};

const accessible = async (address, name) => {
  for (const dark of [false, true]) {
    const { page, close } = await open(address, { dark });
    await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
    for (const { id, nodes } of found) {
      check(false, `${name}${dark ? " in the dark" : ""}: ${id} at ${nodes.slice(0, 3).map((node) => node.target)}`);
    }
    check(true, name);
    await close();
  }
};

const pictures = async (site, name, paths) => {
  mkdirSync(join(folder, "pictures"), { recursive: true });
  for (const path of paths) {
    const file = join(folder, "pictures", `${name}-${path.replace(/\.html$/, "").replaceAll("/", "-")}`);
    for (const width of WIDTHS) {
      for (const dark of [false, true]) {
        const { page, close } = await open(pathToFileURL(join(site, path)).href, { width, dark });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(over <= 0, `${name}/${path} is ${over} px too wide at ${width}`);
        await page.screenshot({ path: `${file}-${width}${dark ? "-dark" : ""}.png`, fullPage: true });
        if (width === 1440 && !dark) await page.pdf({ path: `${file}.pdf`, format: "A4" });
        await close();
      }
    }
  }
};

const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ics": "text/calendar", ".json": "application/json" };
const served = async (site, test) => {
  const server = createServer((request, response) => {
    const path = join(site, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!existsSync(path) || !KINDS[extname(path)]) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": KINDS[extname(path)] }).end(readFileSync(path));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  await test(`http://127.0.0.1:${server.address().port}`);
  server.close();
};

// A kind of page each.
const examplesOf = (site) => {
  const first = (start) => pagesIn(site).filter((path) => path.startsWith(start)).slice(0, 1);
  return ["index.html", "response.html", ...["people/", "rotations/", "services/", "runbooks/"].flatMap(first)];
};

const publish = (plan, name) => {
  const site = resolve(folder, name);
  rmSync(site, { recursive: true, force: true });
  run("site", "--out", site, "--plan", plan, "--now", NOW, "--stamp", STAMP);
  return site;
};

// The card of everybody prints on one sheet, of A4 and of Letter, and asks nobody for anything.
const sheets = async (plan, site, name) => {
  const people = pagesIn(site).filter((path) => path.startsWith("people/"));
  for (const id of people.map((path) => basename(path, ".html"))) {
    const file = resolve(folder, `${name}-card.html`);
    writeFileSync(file, run("card", id, "--format", "html", "--plan", plan, "--now", NOW));
    const { page, said, close } = await open(pathToFileURL(file).href);
    for (const format of ["A4", "Letter"]) {
      const count = Buffer.from(await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
      same(count, 1, `the card of ${id} in ${name} takes one sheet of ${format}`);
    }
    clean(said, `the card of ${id} in ${name}`);
    await close();
  }
};

for (const plan of plans) {
  const name = basename(plan);
  const site = publish(plan, name);
  const index = pathToFileURL(join(site, "index.html")).href;
  await everyPage(site, name);
  await now(plan, index, name);
  await handoff(plan, index, name);
  await withoutScript(plan, index, name);
  await zoneSwitch(index, name, false);
  for (const path of examplesOf(site)) {
    const address = pathToFileURL(join(site, path)).href;
    await keyboard(address, `${name}/${path}`);
    await accessible(address, `${name}/${path}`);
  }
  await pictures(site, name, examplesOf(site));
  await sheets(plan, site, name);
  await served(site, async (host) => {
    for (const path of examplesOf(site)) {
      const { page, said, close } = await open(`${host}/${path}`);
      const feeds = await page.$$eval("a[data-webcal]", (all) => all.map((a) => [a.protocol, a.checkVisibility()]));
      check(feeds.every(([protocol, seen]) => protocol === "webcal:" && seen), `${name}/${path} subscribes`);
      clean(said, `${name}/${path} from a server`);
      await close();
    }
    await zoneSwitch(`${host}/index.html`, `${name} from a server`, true);
  });
  console.log(`${name}: ${pagesIn(site).length} pages`);
}

// A plan whose every text is an attack.
const attack = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"' onload=alert(3) {{ 7 * 7 }}`;
const hostile = join(resolve(folder), "hostile-plan");
rmSync(hostile, { recursive: true, force: true });
mkdirSync(join(hostile, "runbooks"), { recursive: true });
const quoted = JSON.stringify(attack);
writeFileSync(join(hostile, "irp.toml"), `irp = 1
[plan]
name = ${quoted}
time-zone = "Europe/Berlin"
[people.ana]
name = ${quoted}
skills = [${quoted}]
[teams.one]
name = ${quoted}
channel = ${quoted}
members = ["ana"]
[roles.lead]
title = ${quoted}
duty = ${quoted}
[rotations.desk]
team = "one"
role = "lead"
description = ${quoted}
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
[escalations.path]
name = ${quoted}
steps = [{ after = "0m", notify = [{ rotation = "desk" }, { channel = ${quoted} }] }]
[services.shop]
name = ${quoted}
escalation = "path"
dashboard = "javascript:alert(4)"
[[services.shop.alerts]]
name = ${quoted}
summary = ${quoted}
runbook = "javascript:alert(5)"
`);
writeFileSync(join(hostile, "runbooks", "mend.md"), `+++
title = ${quoted}
services = ["shop"]
+++

<script>alert(6)</script>

Text <b onclick="alert(7)">bold</b> [run](javascript:alert(8)) ![picture](https://example.org/x.png)

<iframe src="https://example.org/"></iframe>
`);
const site = publish(hostile, "hostile");
await everyPage(site, "hostile");
const { page, close } = await open(pathToFileURL(join(site, "runbooks/mend.html")).href);
const loaded = await page.$$eval("main script, main iframe, main img, main b, [onclick], [onerror]", (all) => all.length);
same(loaded, 0, "a runbook brings no elements of its own");
await close();

await browser.close();
console.log(`${checks} checks, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
