// An OpenID provider that signs anybody in without asking, for the clients "app" and "browser".
//
// Usage: node provider.mjs SETTINGS, where SETTINGS is JSON with the members
//   port      where to listen on loopback; 0 takes a free port
//   keys      the private keys that it signs with (RFC 7517)
//   algorithm of access tokens, such as "EdDSA"
//   audience  of access tokens: the resource server that clients ask for by default (RFC 8707)
//   redirect  where "browser" is sent back to
// It prints its issuer as JSON once it listens.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { port, keys, algorithm, audience, redirect } = JSON.parse(process.argv[2]);
const server = createServer();
await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const secret = "a-secret-that-is-none-in-a-test";
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "app",
      client_secret: secret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    },
    { client_id: "browser", client_secret: secret, redirect_uris: [redirect] },
  ],
  jwks: { keys },
  cookies: { keys: [secret] },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "EdDSA", "ES256"] },
  clientDefaults: { id_token_signed_response_alg: algorithm },
  pkce: { required: () => false },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "events.read volunteers.read",
        audience,
        accessTokenFormat: "jwt",
        accessTokenTTL: 3600,
        jwt: { sign: { alg: algorithm } },
      }),
    },
  },
});

// Signs in whoever the client hints at, and grants what is asked for.
async function signIn(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const accountId = params.login_hint;
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  grant.addResourceScope(audience, params.scope);
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result);
}

server.on("request", (request, response) => {
  if (request.url.startsWith("/sign-in/")) {
    signIn(request, response).catch((error) => response.writeHead(500).end(String(error)));
  } else {
    provider.callback()(request, response);
  }
});
console.log(JSON.stringify(issuer));
