import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { SAMPLE_FACTS } from '../../domain/postback-facts.ts';
import { checkPostbackUrl, fillPostback } from '../../domain/postback-template.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { invalidFields } from '../../http/validate.ts';

type Preview = typeof endpoints.previewPostback;

/** What would be sent of a made-up sale. @throws ProblemError `validation_failed` */
export async function previewPostback(ctx: Context, { body }: Input<Preview>): Promise<Answer<Preview>> {
  const faults = checkPostbackUrl(body.url, { allowLocal: ctx.config.environment === 'local' });
  if (faults.length > 0) throw invalidFields(faults.map((detail) => ({ pointer: '#/url', detail })));
  return fillPostback(body.url, body.method, SAMPLE_FACTS);
}
