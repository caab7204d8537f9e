interface Target {
  webhookUrl: string;
  secret: string;
}

/** Shown where the secret is not known any more. */
export const SECRET_PLACEHOLDER = 'whsec_YOUR_SECRET';

/** Sends one signed lead from a shell: needs curl, openssl and od. */
export const shellExample = ({ webhookUrl, secret }: Target): string => `secret='${secret}'
id="msg_$(date +%s)"
timestamp=$(date +%s)
body='{"type":"lead","event_id":"lead-1001","utm_content":"THE_UTM_CONTENT"}'

key=$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)

curl '${webhookUrl}' \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $id" \\
  -H "webhook-timestamp: $timestamp" \\
  -H "webhook-signature: v1,$signature" \\
  -d "$body"`;

/** The same from Node.js 18 or newer, without a package. */
export const nodeExample = ({
  webhookUrl,
  secret,
}: Target): string => `import { createHmac, randomUUID } from 'node:crypto';

const key = Buffer.from('${secret}'.slice('whsec_'.length), 'base64');
const id = \`msg_\${randomUUID()}\`;
const timestamp = Math.floor(Date.now() / 1000);
const body = JSON.stringify({
  type: 'sale',
  event_id: 'sale-2001',
  utm_content: 'THE_UTM_CONTENT',
  amount: '42.50',
  currency: 'USD',
});

const signature = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest('base64');
const response = await fetch('${webhookUrl}', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': \`v1,\${signature}\`,
  },
  body,
});
console.log(response.status);`;
