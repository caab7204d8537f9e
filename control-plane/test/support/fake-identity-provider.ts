import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next ID token is wrong. */
type Misbehaviour =
  | 'none'
  | 'wrong_nonce'
  | 'wrong_audience'
  | 'wrong_issuer'
  | 'expired'
  | 'unsigned'
  | 'foreign_key'
  | 'no_id_token'
  | 'down';

/** Who signs in next. */
interface FakePerson {
  sub: string;
  email?: string;
  email_verified?: unknown;
  name?: string;
}

export interface FakeIdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  person: FakePerson;
  misbehaviour: Misbehaviour;
  stop(): Promise<void>;
}

interface Code {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

/** An OpenID Connect provider on loopback, with real RS256 signatures: discovery, codes with PKCE that work once, keys. */
export async function startFakeIdentityProvider(): Promise<FakeIdentityProvider> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, Code>();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeIdentityProvider = {
    issuer,
    clientId: 'alyson',
    clientSecret: 'a secret & more',
    person: { sub: 'nobody' },
    misbehaviour: 'none',
    stop: () => stop(server),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    if (fake.misbehaviour === 'down') return void response.writeHead(503).end();
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(response, {
          keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }],
        });
      case '/authorize':
        return authorize(url.searchParams, response);
      case '/token':
        return redeem(new URLSearchParams(await readText(request)), response);
      default:
        return void response.writeHead(404).end();
    }
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get('redirect_uri') ?? '';
    const isProper =
      query.get('client_id') === fake.clientId &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      query.get('scope')?.split(' ').includes('openid');
    if (!isProper) return void response.writeHead(400).end('improper');
    const code = randomUUID();
    codes.set(code, { nonce: query.get('nonce') ?? '', challenge: query.get('code_challenge') ?? '', redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  function redeem(form: URLSearchParams, response: ServerResponse): void {
    const { status, body } = answerTo(form);
    json(response, body, status);
  }

  function answerTo(form: URLSearchParams): { status: number; body: object } {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isOurs = form.get('client_id') === fake.clientId && form.get('client_secret') === fake.clientSecret;
    if (!isOurs) return { status: 401, body: { error: 'invalid_client' } };
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      return { status: 400, body: { error: 'invalid_grant' } };
    const token = {
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 300,
      ...(fake.misbehaviour !== 'no_id_token' && { id_token: idToken(code.nonce) }),
    };
    return { status: 200, body: token };
  }

  function idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const wrong = fake.misbehaviour;
    const claims = {
      iss: wrong === 'wrong_issuer' ? 'https://evil.example' : issuer,
      aud: wrong === 'wrong_audience' ? 'another client' : fake.clientId,
      nonce: wrong === 'wrong_nonce' ? 'another' : nonce,
      iat: wrong === 'expired' ? now - 7_200 : now,
      exp: wrong === 'expired' ? now - 3_600 : now + 300,
      ...fake.person,
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    if (wrong === 'unsigned') return `${encode({ alg: 'none' })}.${encode(claims)}.`;
    const signed = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`;
    const { privateKey } = wrong === 'foreign_key' ? foreign : key;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  return fake;
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
