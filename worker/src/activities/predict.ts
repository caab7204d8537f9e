import type { Histories } from '@alyson/schema';
import type { ModelReply } from '../domain/model-reply.ts';
import type { Model } from '../io/model.ts';

/** Asks the model. Whatever goes wrong with it is an answer too: the run is then held with that as the reason (W3). */
export async function predict(model: Model, histories: Histories): Promise<ModelReply> {
  try {
    return { model: model.identity, ok: true, answers: await model.predict(histories) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { model: model.identity, ok: false, detail: `The model ${model.identity.name} failed: ${cause}` };
  }
}
