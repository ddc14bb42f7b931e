// Reads with ical.js the calendars that parsers.py kept, and compares every event.
//
//     node check.mjs DIR
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";

const [folder] = process.argv.slice(2);
const seconds = (time) => {
  if (time.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${time} is not UTC`);
  return time.toUnixTime();
};

let [calendars, count] = [0, 0];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".ics"))) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), "utf8")));
  const read = calendar.getAllSubcomponents("vevent").map((part) => {
    const { uid, startDate, endDate, summary, description } = new ICAL.Event(part);
    return JSON.stringify([uid, seconds(startDate), seconds(endDate), summary, description]);
  });
  const kept = JSON.parse(readFileSync(join(folder, file.replace(".ics", ".json")), "utf8"));
  const told = kept.map((event) => JSON.stringify(event));
  const missing = told.filter((event) => !read.includes(event));
  const strange = read.filter((event) => !told.includes(event));
  if (missing.length > 0 || strange.length > 0 || read.length !== told.length) {
    console.error(file, { missing, strange });
    process.exit(1);
  }
  calendars += 1;
  count += read.length;
}
console.log(`${calendars} calendars, ${count} events, read alike by ical.js`);
process.exit(count > 0 ? 0 : 1);
