// Acts, many of which are refused: those of a history, and after each of them the steps of its contracts by somebody for whom they
// are not, at a time that is over, and of terms that are not the current ones.
import { readFileSync } from "node:fs";

const entries = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const labels = JSON.parse(readFileSync("src/labels.en.json", "utf8"));
const makes = ["contract_invited", "contract_renewed"];
const steps = entries.filter(({ type }) => type in labels.lists["contracting::Kind"] && !makes.includes(type));
const invited = entries.find(({ type }) => type === "contract_invited");
for (const { number, ...act } of entries) {
  console.log(JSON.stringify(act));
  const now = { recorded_at: act.recorded_at, occurred_at: act.occurred_at };
  for (const { number, ...step } of steps) {
    console.log(JSON.stringify({ ...step, ...now, by: "parent" }));
    console.log(JSON.stringify({ ...step, ...now, occurred_at: invited.occurred_at }));
    if (step.type === "terms_accepted") {
      for (const version of [1, 9]) console.log(JSON.stringify({ ...step, ...now, data: { ...step.data, version } }));
    }
  }
}
