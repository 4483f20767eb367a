/** A typed client of Banyan's gateway. README.md shows how to use it. */
export { Banyan, type Changes, type Value } from "./client.js";
export { BanyanError, type Problem, type Result, mayPass, problemOf, unwrap } from "./errors.js";
export * from "./generated.js";
export type { Options } from "./http.js";
