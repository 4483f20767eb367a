// A small partner app: imports a list of people, keeps a copy of the roster by the change feed, and receives webhooks.
//
//   export BANYAN_URL=http://127.0.0.1:8000/graphql
//   export BANYAN_KEY=bny_test_...
//   node partner.ts import members.csv        takes a list into the roster, and says what was refused
//   node partner.ts mirror roster.json        once: brings the copy up to date
//   export BANYAN_WEBHOOK_SECRET=whsec_...
//   node partner.ts mirror roster.json 8088   for good: once more after each message that comes to port 8088
//
// It needs Node 24 and nothing else. The app needs the role LEADER and the scopes MEMBERS_READ and MEMBERS_WRITE; for the copy
// alone SUPERVISOR and MEMBERS_READ will do. On the internet, put a server with TLS before the port.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { basename } from "node:path";
import { setTimeout as after } from "node:timers/promises";

const MOST_ATTEMPTS = 5;
const LONGEST_BODY = 100_000;
const MOST_SECONDS_AWAY = 300;
const OVER = new Set(["ENDED", "DECLINED", "WITHDRAWN"]);

interface Problem {
  message: string;
  remedy?: string | null;
  extensions?: { retryAfter?: number };
}
interface Membership {
  id: string;
  state: string;
  roles: { role: string }[];
  person?: { displayName: string | null } | null;
}
interface Row {
  line: number;
  reasons: { message: string }[];
}
interface Job {
  id: string;
  state: string;
  rowsTotal: number;
  rowsDone: number;
}
interface Page<T> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Asks the gateway with the key of the app. What passes by itself is tried again, as late as the gateway asks. */
async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(process.env.BANYAN_URL!, {
      method: "POST",
      headers: {
        authorization: `Bearer ${process.env.BANYAN_KEY}`,
        "content-type": "application/json",
        accept: "application/graphql-response+json",
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = (await response.json()) as { data?: T; errors?: Problem[] };
    const problem = answer.errors?.[0];
    if (!problem) return answer.data!;
    const wait = problem.extensions?.retryAfter;
    if (wait === undefined || attempt === MOST_ATTEMPTS) throw new Error(problem.message);
    await after(Math.max(wait, 2) * 1000);
  }
}

/** Runs a mutation of an import, and returns the import. Attempts of one call count once. */
async function change(mutation: string, variables: Record<string, unknown>): Promise<Job> {
  const data = await ask<Record<string, { importJob: Job; errors: Problem[] }>>(mutation, {
    ...variables,
    requestId: randomUUID(),
  });
  const payload = Object.values(data)[0]!;
  const problem = payload.errors[0];
  if (problem) throw new Error(`${problem.message} ${problem.remedy ?? ""}`.trim());
  return payload.importJob;
}

async function organizationId(): Promise<string> {
  const data = await ask<{ viewer: { app: { organization: { id: string } } } }>(
    "query WhichApp { viewer { app { id organization { id } } } }",
  );
  return data.viewer.app.organization.id;
}

// A list of people

const JOB = "importJob { id state rowsTotal rowsDone } errors { message remedy }";

async function importList(file: string): Promise<number> {
  let job = await change(
    `mutation Plan($organizationId: ID!, $data: Base64!, $fileName: String!, $requestId: UUID!) {
      createPeopleImportJob(input: {
        organizationId: $organizationId, data: $data, fileName: $fileName, timeZone: "Asia/Shanghai", createMissing: true,
        requestId: $requestId
      }) { ${JOB} }
    }`,
    {
      organizationId: await organizationId(),
      data: readFileSync(file).toString("base64"),
      fileName: basename(file),
    },
  );
  job = await change(
    `mutation Execute($importJobId: ID!, $requestId: UUID!) {
      executeImportJob(input: { importJobId: $importJobId, requestId: $requestId }) { ${JOB} }
    }`,
    { importJobId: job.id },
  );
  while (job.state === "EXECUTING") {
    await after(500);
    const query = "query Progress($id: ID!) { importJob(id: $id) { id state rowsTotal rowsDone } }";
    job = (await ask<{ importJob: Job }>(query, { id: job.id })).importJob;
  }
  const refused = await refusedRows(job.id);
  for (const row of refused) {
    console.error(`line ${row.line}: ${row.reasons.map((each) => each.message).join(" ")}`);
  }
  console.error(`${job.state}: ${job.rowsDone} of ${job.rowsTotal} rows, ${refused.length} refused`);
  return job.state === "COMPLETED" && refused.length === 0 ? 0 : 1;
}

async function refusedRows(id: string): Promise<Row[]> {
  const found: Row[] = [];
  let cursor: string | null = null;
  do {
    const query = `query Refused($id: ID!, $after: String) {
      importJob(id: $id) {
        id
        rows(first: 50, after: $after, outcomes: [CONFLICT, ERROR]) {
          nodes { line reasons { message } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }`;
    const data = await ask<{ importJob: { rows: Page<Row> } }>(query, { id, after: cursor });
    const page: Page<Row> = data.importJob.rows;
    found.push(...page.nodes);
    cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (cursor !== null);
  return found;
}

// A copy of the roster

interface Member {
  name: string | null;
  state: string;
  roles: string[];
}

class Mirror {
  readonly #file: string;
  readonly #organizationId: string;
  #cursor: string | null = null;
  #members: Record<string, Member> = {};

  constructor(file: string, organizationId: string) {
    this.#file = file;
    this.#organizationId = organizationId;
    if (existsSync(file)) {
      const kept = JSON.parse(readFileSync(file, "utf8")) as { cursor: string; members: Record<string, Member> };
      this.#cursor = kept.cursor;
      this.#members = kept.members;
    }
  }

  /** Reads what has changed since the last time, and writes the file. The first time it lists the roster, too. */
  async follow(): Promise<void> {
    if (this.#cursor === null) {
      await this.#readChanges(); // to the end; what the roster says now is newer than each of them
      this.#members = {};
      await this.#list();
    }
    await this.#readChanges();
    // Whole or not at all, also if the process ends in the middle.
    const kept = { cursor: this.#cursor, members: this.#members };
    writeFileSync(`${this.#file}.draft`, JSON.stringify(kept, null, 1));
    renameSync(`${this.#file}.draft`, this.#file);
  }

  async #readChanges(): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const query = `query RosterChanges($id: ID!, $after: String) {
        organization(id: $id) {
          id
          changes(first: 200, after: $after, kinds: [MEMBERSHIP]) {
            changes { membership { id state roles { role } person { id displayName } } }
            endCursor
            hasMore
          }
        }
      }`;
      const data = await ask<{
        organization: { changes: { changes: { membership: Membership }[]; endCursor: string; hasMore: boolean } };
      }>(query, { id: this.#organizationId, after: this.#cursor });
      const page = data.organization.changes;
      for (const { membership } of page.changes) this.#put(membership, membership.person?.displayName ?? null);
      this.#cursor = page.endCursor;
      hasMore = page.hasMore;
    }
  }

  async #list(): Promise<void> {
    let cursor: string | null = null;
    do {
      const query = `query RosterMirror($id: ID!, $after: String) {
        organization(id: $id) {
          id
          roster(first: 100, after: $after, orderBy: { field: NAME, direction: ASCENDING }) {
            nodes { id displayName membership { id state roles { role } } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }`;
      type Entry = { displayName: string | null; membership: Membership };
      const data: { organization: { roster: Page<Entry> } } = await ask(query, { id: this.#organizationId, after: cursor });
      const page = data.organization.roster;
      for (const entry of page.nodes) this.#put(entry.membership, entry.displayName);
      cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (cursor !== null);
  }

  #put(membership: Membership, name: string | null): void {
    if (OVER.has(membership.state)) {
      delete this.#members[membership.id];
      return;
    }
    const roles = membership.roles.map((each) => each.role).sort();
    this.#members[membership.id] = { name, state: membership.state, roles };
  }
}

// Webhooks

/** Tells whether a message is from Banyan, and of now (https://www.standardwebhooks.com). */
function verifies(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const id = String(headers["webhook-id"] ?? "");
  const sent = String(headers["webhook-timestamp"] ?? "");
  if (!/^\d+$/.test(sent) || Math.abs(Date.now() / 1000 - Number(sent)) > MOST_SECONDS_AWAY) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${sent}.`).update(body).digest();
  return String(headers["webhook-signature"] ?? "").split(" ").some((each) => {
    const [version, signature] = each.split(",", 2);
    const given = Buffer.from(signature ?? "", "base64");
    return version === "v1" && given.length === digest.length && timingSafeEqual(given, digest);
  });
}

function receive(mirror: Mirror, secret: string, port: number): void {
  let last = Promise.resolve(); // one after the other
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of request) {
      length += part.length;
      if (length > LONGEST_BODY) break;
      parts.push(part as Buffer);
    }
    if (request.method !== "POST" || !verifies(secret, request.headers, Buffer.concat(parts))) {
      response.writeHead(401).end();
      return;
    }
    // Which change it tells of makes no difference: the feed has them all, in their order. What fails comes again.
    const turn = last.then(() => mirror.follow());
    last = turn.catch(() => undefined);
    response.writeHead(await turn.then(() => 204, () => 500)).end();
  });
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    console.error(`listens on port ${typeof address === "object" ? address?.port : port}`);
  });
}

const [action, file, port] = process.argv.slice(2);
if (action === "import" && file) {
  process.exitCode = await importList(file);
} else if (action === "mirror" && file) {
  const mirror = new Mirror(file, await organizationId());
  await mirror.follow();
  if (port !== undefined) receive(mirror, process.env.BANYAN_WEBHOOK_SECRET!, Number(port));
} else {
  console.error("node partner.ts import FILE | mirror FILE [PORT]");
  process.exitCode = 2;
}
