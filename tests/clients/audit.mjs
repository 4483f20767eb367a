// Audits a GraphQL server over HTTP and prints the results as one JSON array.
// Usage: node audit.mjs URL
import { auditServer } from "graphql-http";

const [url] = process.argv.slice(2);
const results = await auditServer({ url });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
