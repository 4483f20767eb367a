/** The client: queries, mutations and subscriptions, typed by their documents. */
import { type Client, createClient } from "graphql-ws";
import { BanyanError, type Problem, type Result, mayPass, toProblem, toProblems } from "./errors.js";
import type { TypedDocumentString } from "./generated.js";
import { type Answer, type Options, authorization, send, wait } from "./http.js";

// How often a mutation is sent again with its request ID, how long it waits where the gateway does not say it, and how
// long at most.
const RETRIES = 2;
const PAUSE_SECONDS = 1;
const LONGEST_SECONDS = 5;
// Seconds between two attempts to connect again, give or take half of it: many clients come back at once.
const LONGEST_RECONNECT = 30;

type WithoutRequestId<V> = Omit<V, "requestId"> & { requestId?: string };
type Payload<R> = NonNullable<Exclude<R[keyof R], "Mutation">>;

/** The payload of the mutation of a document, without the errors. */
export type Value<R> = Omit<Payload<R>, "errors">;

/** What a feed tells: that changes may have been missed, and each change. */
export interface Changes<T> {
  /** Reads the list: called first, and whenever changes may have been missed, as after a reconnect. */
  onGap: () => unknown;
  /** Takes a change. Those that arrive while the list is read wait. */
  onChange: (item: T) => void;
  /** Ends the subscription. */
  signal?: AbortSignal;
}

type Message<R> = NonNullable<Exclude<R[keyof R], "Subscription">>;
type Item<R> = NonNullable<Exclude<Message<R>[keyof Message<R>], string>>;

/** A client of one gateway, for one person at a time. */
export class Banyan {
  readonly #options: Options;
  readonly #sockets: Client;

  constructor(options: Options) {
    this.#options = options;
    this.#sockets = createClient({
      url: options.url.replace(/^http/, "ws"),
      connectionParams: () => authorization(options), // called again for each connection
      lazyCloseTimeout: 5_000,
      shouldRetry: () => true, // graphql-ws itself gives up after an error of the network
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: (retries) => wait(Math.min(0.5 * 2 ** retries, LONGEST_RECONNECT) * (0.5 + Math.random())),
    });
  }

  /**
   * Asks a query. A field that failed is null in `data`, and `problems` says why; the rest of the answer is good.
   *
   * Throws what `fetch` throws if the gateway cannot be reached.
   */
  async query<R, V extends object>(
    document: TypedDocumentString<R, V>,
    variables: V,
  ): Promise<{ data: R | null; problems: readonly Problem[] }> {
    const answer = await send(this.#options, text(document), variables);
    return { data: (answer.data ?? null) as R | null, problems: toProblems(answer.errors) ?? [] };
  }

  /**
   * Does a mutation once. It makes the request ID if there is none, and repeats the mutation with the same one where
   * the gateway cannot be reached or says that the same request may succeed within seconds.
   */
  async mutate<R, V extends { requestId: string }>(
    document: TypedDocumentString<R, V>,
    variables: WithoutRequestId<V>,
  ): Promise<Result<Value<R>>> {
    const sent = { requestId: crypto.randomUUID(), ...variables };
    for (let left = RETRIES; ; left -= 1) {
      const result = await send(this.#options, text(document), sent).then(resultOf<R>, unreachable);
      if (result.ok || !left || !result.problems.every(mayPass)) return result;
      const seconds = result.problems[0].retryAfter ?? PAUSE_SECONDS;
      if (seconds > LONGEST_SECONDS) return result;
      await wait(seconds);
    }
  }

  /**
   * Subscribes to one resource: the first message is its present state, as it is after each reconnect. Ends with a
   * BanyanError if the gateway refuses or ends it.
   */
  async *subscribe<R, V extends object>(
    document: TypedDocumentString<R, V>,
    variables: V,
    signal?: AbortSignal,
  ): AsyncGenerator<R, void, undefined> {
    const request = { query: text(document), variables: variables as Record<string, unknown> };
    const results = this.#sockets.iterate<Record<string, unknown>>(request);
    const stop = () => void results.return?.();
    signal?.addEventListener("abort", stop);
    try {
      if (signal?.aborted) return;
      for await (const { data, errors } of results) {
        const problems = toProblems(errors);
        if (problems) throw new BanyanError(problems);
        yield data as R;
      }
    } catch (error) {
      throw asError(error);
    } finally {
      signal?.removeEventListener("abort", stop);
      stop();
    }
  }

  /** Follows a feed, such as `viewerSignUpChanges`, until the signal ends it. Throws as `subscribe` does. */
  async follow<R extends object, V extends object>(
    document: TypedDocumentString<R, V>,
    variables: V,
    { onGap, onChange, signal }: Changes<Item<R>>,
  ): Promise<void> {
    for await (const data of this.subscribe(document, variables, signal)) {
      for (const message of Object.values(data) as Record<string, Item<R> | null>[]) {
        const [item] = Object.values(message);
        if (item == null) await onGap();
        else onChange(item);
      }
    }
  }

  /** Closes the connections of subscriptions. */
  async close(): Promise<void> {
    await this.#sockets.dispose();
  }
}

function text(document: TypedDocumentString<unknown, never>): string {
  return document.toString().trim();
}

function resultOf<R>(answer: Answer): Result<Value<R>> {
  const problems = toProblems(answer.errors);
  if (problems) return { ok: false, problems, value: null };
  const [payload] = Object.values((answer.data ?? {}) as Record<string, { errors?: unknown }>);
  const { errors, ...done } = payload ?? {};
  const value = done as Value<R>;
  const refused = toProblems(errors);
  if (!refused) return { ok: true, value };
  return { ok: false, problems: refused, value: Object.values(done).some(holdsSome) ? value : null };
}

/** Whether a field of a payload holds something that was done: of a mutation of many, at least one of them. */
function holdsSome(field: unknown): boolean {
  return Array.isArray(field) ? field.some((each) => each !== null) : typeof field === "object" && field !== null;
}

function unreachable(error: unknown): Result<never> {
  const message = "The gateway cannot be reached. Check the connection, and try again.";
  if (error instanceof TypeError || error instanceof SyntaxError) {
    return { ok: false, problems: [toProblem({ code: "UNAVAILABLE", message })], value: null };
  }
  throw error;
}

/** Returns what graphql-ws throws as an error: a list of errors, or the event that closed the socket. */
function asError(error: unknown): unknown {
  const problems = toProblems(error);
  if (problems) return new BanyanError(problems);
  if (error instanceof Error || typeof error !== "object" || error === null) return error;
  const { code, reason } = error as { code?: number; reason?: string };
  const message = reason || `The connection was closed (${code}).`;
  return new BanyanError([toProblem({ code: code === 4403 ? "UNAUTHENTICATED" : "UNAVAILABLE", message })]);
}
