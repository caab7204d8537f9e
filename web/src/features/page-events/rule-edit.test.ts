import { DEFAULT_STEP_RULES } from '@alyson/schema';
import { expect, test } from 'vitest';
import { choosable, eventText, moveEvent, stepNamed } from './rule-edit.ts';

const SURVEY = { type: 'track', name: 'Survey Done' } as const;

test('given an event that is moved, then it stands under its new step alone', () => {
  const once = moveEvent(DEFAULT_STEP_RULES, SURVEY, 'quiz_started');
  expect(stepNamed(once, SURVEY)).toBe('quiz_started');
  const twice = moveEvent(once, SURVEY, 'quiz_submitted');
  expect(stepNamed(twice, SURVEY)).toBe('quiz_submitted');
  expect(moveEvent(twice, SURVEY, null)).toEqual(DEFAULT_STEP_RULES);
});

test('given rules and what has come, then each can be chosen once', () => {
  const seen = { ...SURVEY, lastSeenAt: '', times: 1, withoutKey: 0, step: null };
  const quiz = { ...seen, name: 'Quiz Started' };
  expect(choosable(DEFAULT_STEP_RULES, [seen, quiz, { ...seen, type: 'page', name: '' }]).map(eventText)).toEqual([
    'Any page',
    'Event “Quiz Started”',
    'Event “Quiz Submitted”',
    'Event “Survey Done”',
  ]);
});
