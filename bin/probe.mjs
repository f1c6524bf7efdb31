// Plain JavaScript without imports of ours: a container asks every few seconds, and loading Netra for it would cost a second of processor each time.
import { get } from "node:http";

const QUESTIONS = ["live", "ready"];
const PATIENCE_MS = 4_000;

/**
 * Asks the process that answers on NETRA_METRICS_PORT of this machine or container, whatever its roles: exit code 0 for yes, 1 for no or no answer.
 * `live`, unless another question is given: it works and need not be started again. `ready`: what it depends on answers too.
 */
const question = process.argv[2] ?? "live";
const port = process.env.NETRA_METRICS_PORT;
if (!QUESTIONS.includes(question)) end(1, `no such question: ask ${QUESTIONS.join(" or ")}`);
else if (!port) end(1, "NETRA_METRICS_PORT is not set: the process answers nowhere; set it to a port");
else ask(`http://127.0.0.1:${port}/${question}`);

/** @param {string} url */
function ask(url) {
  const request = get(url, { timeout: PATIENCE_MS, agent: false }, (answer) => {
    answer.resume();
    const { statusCode } = answer;
    end(statusCode === 200 ? 0 : 1, `${question}: ${statusCode === 200 ? "yes" : `no (${statusCode})`}`);
  });
  request.on("timeout", () => request.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
  request.on("error", (error) => end(1, `${question}: ${"code" in error ? error.code : error.message}`));
}

/**
 * @param {number} code
 * @param {string} words
 */
function end(code, words) {
  console.log(words);
  process.exitCode = code;
}
