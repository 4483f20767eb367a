/** Errors of the gateway as values: one shape for those of a payload and those of the whole answer. */

/** What went wrong, for people (`message`) and for programs (`code`, `reason`). */
export interface Problem {
  /** What kind of error it is, such as "PERMISSION_DENIED". */
  readonly code: string;
  /** Which one exactly; it never changes. Empty if the code says it all. */
  readonly reason: string;
  /** What is wrong and what to do next. */
  readonly message: string;
  /** The part of the message that says what to do next; null if it does not, or if your operation does not ask for it. */
  readonly remedy: string | null;
  /** The path of the input field that it is about, such as ["input", "title"]. */
  readonly field: readonly string[] | null;
  /** What the message names, such as the most that is allowed, for texts of your own. */
  readonly params: Readonly<Record<string, string>>;
  /** After how many seconds the same request may succeed; null if waiting does not help. */
  readonly retryAfter: number | null;
  /** Names the request, for support. */
  readonly traceId: string | null;
}

/**
 * The outcome of a mutation: its payload without the errors, or what went wrong. A mutation of many, such as `checkIn`, can
 * do some and refuse others: then `value` holds those that were done, and null in the place of the others.
 */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]]; readonly value: T | null };

/** The problems of an answer as an exception, for those who prefer to catch. */
export class BanyanError extends Error {
  override readonly name = "BanyanError";

  constructor(readonly problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].message);
  }
}

/** Returns the value of a result. Throws a BanyanError if there is none. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new BanyanError(result.problems);
}

/** Returns the problem of a field of the input, such as "title" or "place.address", to be shown beside it. */
export function problemOf(result: Result<unknown>, field: string): Problem | undefined {
  const isOf = ({ field: path }: Problem) => path?.slice(1).join(".") === field;
  return result.ok ? undefined : result.problems.find(isOf);
}

/** Whether the same request may succeed later, without any change to it. */
export function mayPass(problem: Problem): boolean {
  return problem.retryAfter !== null || ["UNAVAILABLE", "DEADLINE_EXCEEDED"].includes(problem.code);
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns an error of the whole answer, or of a payload, as a problem. */
export function toProblem(error: unknown): Problem {
  const given = (error ?? {}) as Fields;
  const found = { ...given, ...((given["extensions"] ?? {}) as Fields) };
  const text = (name: string) => (typeof found[name] === "string" ? found[name] : null);
  return {
    code: text("code") ?? "UNKNOWN",
    reason: text("reason") ?? "",
    message: text("message") ?? "The answer could not be read.",
    remedy: text("remedy"),
    field: Array.isArray(found["field"]) ? found["field"].map(String) : null,
    params: paramsOf(found["params"]),
    retryAfter: typeof found["retryAfter"] === "number" ? found["retryAfter"] : null,
    traceId: text("traceId"),
  };
}

// A payload lists them; an error of the whole answer has an object.
function paramsOf(given: unknown): Record<string, string> {
  if (!Array.isArray(given)) return (given ?? {}) as Record<string, string>;
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

/** Returns several errors as problems; null if there are none. */
export function toProblems(errors: unknown): [Problem, ...Problem[]] | null {
  if (!Array.isArray(errors)) return null;
  const [first, ...others] = errors.map(toProblem);
  return first ? [first, ...others] : null;
}
