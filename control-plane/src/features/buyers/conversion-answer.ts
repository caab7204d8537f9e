import { TUNE_SUCCESS } from '@alyson/schema';

/** TUNE answers every conversion with 200; callers compare the text, so not a byte may be added (C16). */
export const conversionAnswer = (refusal: string | null): string =>
  refusal === null ? TUNE_SUCCESS : `success=false; err_msg=${refusal};`;
