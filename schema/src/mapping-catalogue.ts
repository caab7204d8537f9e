import type { Mapping } from './mapping.ts';

/** A ready mapping to start from, with a payload that it reads. */
export interface CatalogueMapping {
  id: 'own' | 'partner' | 'postback' | 'file';
  name: string;
  description: string;
  mapping: Mapping;
  sample: string;
}

/** Our own shape, `ReportedEvent`: what reads a buyer's reports that has no mapping of its own. */
export const OWN_SHAPE: Mapping = {
  kind: 'event.type',
  eventId: 'event.event_id',
  leadId: 'event.?lead_id',
  refersTo: 'event.?refers_to',
  utmContent: 'event.?utm_content',
  amount: 'event.?amount',
  currency: 'event.?currency',
  occurredAt: 'event.?occurred_at',
};

const PARTNER_KINDS =
  '{"lead_created": "lead", "lead_accepted": "lead", "deal_closed": "sale", "deal_cancelled": "reversal"}';

export const MAPPING_CATALOGUE: readonly CatalogueMapping[] = [
  {
    id: 'own',
    name: 'Our own shape',
    description: 'One event per report, named as in the guide. What every buyer starts with.',
    mapping: OWN_SHAPE,
    sample: `{
  "type": "sale",
  "event_id": "sale-8812",
  "lead_id": "lead-4711",
  "utm_content": "m4x9k2",
  "amount": "250.00",
  "currency": "USD",
  "occurred_at": "2026-11-20T15:04:05Z"
}`,
  },
  {
    id: 'partner',
    name: 'Lead and sale of a partner',
    description:
      'A list of updates, as buyers of home sellers’ leads send it: a status for each lead, and the fee in cents once it closed.',
    mapping: {
      events: 'body.updates',
      when: `event.status in ${PARTNER_KINDS}`,
      kind: `${PARTNER_KINDS}[event.status]`,
      eventId: 'text(event.lead.id) + ":" + (event.status == "deal_closed" ? "sale" : event.status)',
      leadId: 'event.lead.id',
      refersTo: 'event.status == "deal_cancelled" ? text(event.lead.id) + ":sale" : ""',
      utmContent: 'event.lead.?tracking.?utm_content',
      amount: 'event.status == "deal_closed" ? cents(event.?fee_cents) : ""',
      currency: '"USD"',
      occurredAt: 'date(event.?updated_at, "MM/dd/yyyy hh:mm a", "America/Los_Angeles")',
    },
    sample: `{
  "updates": [
    {
      "status": "lead_created",
      "updated_at": "11/18/2026 09:12 AM",
      "lead": { "id": 90210, "tracking": { "utm_content": "m4x9k2" } }
    },
    {
      "status": "deal_closed",
      "updated_at": "11/20/2026 04:30 PM",
      "fee_cents": 125000,
      "lead": { "id": 90210 }
    },
    { "status": "agent_called", "updated_at": "11/19/2026 11:00 AM", "lead": { "id": 90210 } }
  ]
}`,
  },
  {
    id: 'postback',
    name: 'Plain postback',
    description: 'A GET or a form: a sub id, a payout and a status. One event for each transaction and goal.',
    mapping: {
      when: 'event.?status.orValue("approved") == "approved"',
      kind: 'text(event.?payout) == "" ? "lead" : "sale"',
      onePerTransactionAndGoal: { transaction: 'event.sub_id' },
      goal: 'event.?goal',
      leadId: 'event.sub_id',
      utmContent: 'event.sub_id',
      amount: 'amount(event.?payout)',
      currency: 'text(event.?payout) == "" ? "" : text(event.?currency.orValue("USD"))',
      occurredAt: 'epoch(event.?timestamp)',
    },
    sample: 'sub_id=m4x9k2&payout=42.50&currency=USD&goal=funded&status=approved&timestamp=1795190645',
  },
  {
    id: 'file',
    name: 'File of sales',
    description: 'Rows of a CSV, as a spreadsheet writes them: amounts with a sign and thousands, days without a time.',
    mapping: {
      when: 'text(event.?Status).lowerAscii() in ["lead", "funded"]',
      kind: 'text(event.Status).lowerAscii() == "funded" ? "sale" : "lead"',
      eventId: 'text(event["Lead ID"]) + ":" + text(event.Status).lowerAscii()',
      leadId: 'event["Lead ID"]',
      utmContent: 'event[?"UTM Content"]',
      amount: 'text(event.Status).lowerAscii() == "funded" ? amount(event.Revenue) : ""',
      currency: 'text(event.Status).lowerAscii() == "funded" ? "USD" : ""',
      occurredAt: 'endOfDay(event[?"Date"], "M/d/yyyy", "America/New_York")',
    },
    sample: `Lead ID,Status,UTM Content,Revenue,Date
4711,Lead,m4x9k2,,11/18/2026
4711,Funded,m4x9k2,"$1,250.00",11/20/2026`,
  },
];
