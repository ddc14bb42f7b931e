// Reads irp's Gantt charts with Mermaid's own parser and compares every task with the shifts and
// gaps that irp tells as JSON.
//
//     node check.mjs IRP PLAN...
import { execFileSync } from "node:child_process";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!DOCTYPE html><body></body>");
Object.assign(globalThis, { window, document: window.document });
// Without a zone of its own, a chart's times are read in that of the process.
process.env.TZ = "UTC";
const { default: mermaid } = await import("mermaid");

const SPANS = [["2026-10-19", "3d"], ["2026-10-19", "8w"], ["2026-03-20", "40d"]];
const [irp, ...plans] = process.argv.slice(2);

function ask(plan, format, [from, length]) {
  const span = ["--from", from, "--for", length, "--tz", "utc", "--now", "2026-10-21T10:00:00Z"];
  const words = ["schedule", "--plan", plan, "--format", format, ...span];
  try {
    return execFileSync(irp, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error.status > 2 || !error.stdout) throw error;
    return error.stdout; // nobody is on call, or a fault touches a part of it
  }
}

/** What a chart must hold: rotation, start, end, and whether it is a gap. */
function expected(answer) {
  const [from, until] = [answer.from, answer.until].map(Date.parse);
  const cut = ({ rotation, start, end }, gap) =>
    [rotation, Math.max(Date.parse(start), from), Math.min(Date.parse(end), until), gap].join(" ");
  const held = answer.shifts.filter((shift) => shift.people.length > 0);
  return [...held.map((shift) => cut(shift, false)), ...answer.gaps.map((gap) => cut(gap, true))];
}

let [charts, tasks] = [0, 0];
for (const plan of plans) {
  for (const span of SPANS) {
    const chart = ask(plan, "mermaid", span);
    await mermaid.parse(chart); // which also loads what reads Gantt charts
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(chart);
    const drawn = diagram.db.getTasks().map(({ section, startTime, endTime, crit }) =>
      [section, startTime.getTime(), endTime.getTime(), Boolean(crit)].join(" "));
    const told = expected(JSON.parse(ask(plan, "json", span)));
    const missing = told.filter((task) => !drawn.includes(task));
    const strange = drawn.filter((task) => !told.includes(task));
    if (missing.length > 0 || strange.length > 0) {
      console.error(plan, span.join(" "), { missing, strange });
      process.exit(1);
    }
    charts += 1;
    tasks += drawn.length;
  }
}
console.log(`${charts} charts with ${tasks} tasks mean to Mermaid what irp means`);
process.exit(tasks > 0 ? 0 : 1);
