import type { Agent } from '@alyson/schema';
import { expect, test } from 'vitest';
import { agentFormOf, emptyAgentForm, readAgentChange, readNewAgent } from './agent-form.ts';

const agent = {
  id: 'agt_01h455vb4pex5vsknk084sn02q',
  number: 1,
  letter: 'A',
  name: 'Long form',
  landingUrl: 'https://pages.example/long',
  isControl: true,
  state: 'on',
  weightBasisPoints: 5000,
  dailyCap: null,
  isCapped: false,
  tuneUrlId: null,
} as Agent;

test('given nothing was altered, then nothing is sent', () => {
  expect(readAgentChange(agentFormOf(agent), agent)).toEqual({ body: {} });
});

test('given another page and a reason, then only these are sent', () => {
  const form = { ...agentFormOf(agent), landingUrl: ' https://pages.example/longer ', reason: 'moved' };
  expect(readAgentChange(form, agent)).toEqual({
    body: { landingUrl: 'https://pages.example/longer', reason: 'moved' },
  });
});

test('given a new agent, then its share is in basis points', () => {
  const form = { ...emptyAgentForm, name: 'Quiz', landingUrl: 'https://pages.example/quiz', percent: 12.5 };
  expect(readNewAgent(form)).toMatchObject({ body: { weightBasisPoints: 1250, dailyCap: null } });
});

test('given an empty form, then each field says what it lacks', () => {
  const read = readNewAgent({ ...emptyAgentForm, percent: null });
  expect([...('faults' in read ? read.faults.keys() : [])].sort()).toEqual(['landingUrl', 'name', 'weightBasisPoints']);
});
