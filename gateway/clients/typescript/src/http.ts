/** One operation over HTTP: by its hash where that is wanted, and again where the gateway says "later". */

/** Where the gateway is, and for whom to ask. */
export interface Options {
  /** The address of the gateway's GraphQL. */
  url: string;
  /** Returns the access token; called for each request and each connection. */
  token?: () => string | undefined | Promise<string | undefined>;
  /** Sends the SHA-256 of a document, and its text only if the gateway does not know it yet. */
  byHash?: boolean;
  /** The languages of messages, such as "zh-Hans, en;q=0.8". A browser sends its own. */
  acceptLanguage?: string;
}

/** An answer of GraphQL. */
export interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

const MEDIA_TYPES = "application/graphql-response+json, application/json;q=0.9";

/** Returns the header or `connection_init` field that says who asks. */
export async function authorization(options: Options): Promise<{ authorization?: string }> {
  const token = await options.token?.();
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Sends an operation and returns the answer. Throws what `fetch` throws if there is none. */
export async function send(options: Options, query: string, variables: object): Promise<Answer> {
  if (!options.byHash) return post(options, { query, variables });
  const extensions = { persistedQuery: { version: 1, sha256Hash: await sha256(query) } };
  const answer = await post(options, { variables, extensions });
  const code = answer.errors?.[0]?.extensions?.code;
  if (code === "PERSISTED_QUERY_NOT_SUPPORTED") return post(options, { query, variables });
  return code === "PERSISTED_QUERY_NOT_FOUND" ? post(options, { query, variables, extensions }) : answer;
}

async function post(options: Options, body: object): Promise<Answer> {
  const request = {
    method: "POST",
    headers: {
      accept: MEDIA_TYPES,
      "content-type": "application/json",
      ...(options.acceptLanguage ? { "accept-language": options.acceptLanguage } : {}),
      ...(await authorization(options)),
    },
    body: JSON.stringify(body),
  };
  let response = await fetch(options.url, request);
  const seconds = Number(response.headers.get("retry-after"));
  if (response.status === 429 && seconds) {
    await wait(seconds);
    response = await fetch(options.url, request);
  }
  return (await response.json()) as Answer;
}

/** Waits so many seconds. */
export function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
