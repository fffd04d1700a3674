// node provider.mjs PORT: an OpenID Connect provider on the loopback interface, in memory, that
// believes everybody's name. Its own development pages ask for it.
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'sesamo',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
    },
  ],
  pkce: { required: () => true },
  features: { deviceFlow: { enabled: true }, devInteractions: { enabled: true } },
  scopes: ['openid', 'offline_access'],
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
  conformIdTokenClaims: false,
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({
      sub: `id-of-${id}`,
      preferred_username: id,
      groups: id === 'olga' ? ['operators'] : [],
    }),
  }),
  cookies: { keys: ['only for tests'] },
  ttl: { AccessToken: 300, IdToken: 300, DeviceCode: 300, Grant: 600, Session: 600, Interaction: 600 },
});
provider.listen(port, '127.0.0.1', () => console.log(`ready ${issuer}`));
