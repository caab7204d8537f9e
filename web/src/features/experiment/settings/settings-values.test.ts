import { Optimization } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { changeOf, readChange, type SettingsValues } from './settings-values.ts';

const start: SettingsValues = {
  name: 'Solar quote',
  mode: 'auto',
  objective: 'rpc',
  attributionWindowDays: 90,
  fallbackUrl: '',
  optimization: Optimization.parse({}),
  startsAt: { time: '', timezone: 'UTC' },
  endsAt: { time: '', timezone: 'UTC' },
  gradingSchedule: { expression: 'rate(1 hour)', timezone: 'UTC' },
};

describe('changeOf', () => {
  test('given nothing changed, then nothing is sent', () => expect(changeOf(start, { ...start })).toEqual({}));

  test('given one limit changed, then the limits are sent whole and nothing else', () =>
    expect(changeOf(start, { ...start, optimization: { ...start.optimization, burnInClicks: 800 } })).toEqual({
      optimization: { ...start.optimization, burnInClicks: 800 },
    }));

  test('given an emptied schedule, then grading is by hand only', () =>
    expect(changeOf(start, { ...start, gradingSchedule: { expression: ' ', timezone: 'UTC' } })).toEqual({
      gradingSchedule: null,
    }));

  test('given a date, then it is sent with its zone; given it is emptied, then there is none', () => {
    const endsAt = { time: '2026-12-24T18:00', timezone: 'Europe/Berlin' };
    expect(changeOf(start, { ...start, endsAt })).toEqual({ endsAt });
    expect(changeOf({ ...start, endsAt }, { ...start, endsAt: { ...endsAt, time: '' } })).toEqual({ endsAt: null });
  });

  test('given a fallback that is typed, then its spaces are left out', () =>
    expect(changeOf(start, { ...start, fallbackUrl: ' https://a.example/ ' })).toEqual({
      fallbackUrl: 'https://a.example/',
    }));
});

describe('readChange', () => {
  test('given a change that fits, then it is what the API takes', () =>
    expect(readChange({ name: 'Roofing' })).toEqual({ input: { name: 'Roofing' } }));

  test('given faults, then each is a sentence on its field', () => {
    const read = readChange({
      name: ' ',
      attributionWindowDays: 400,
      optimization: { ...start.optimization, floorBasisPoints: null },
    });
    expect('faults' in read && [...read.faults]).toEqual([
      ['name', 'Name is missing.'],
      ['attributionWindowDays', 'Attribution window must be 365 or less.'],
      ['optimization.floorBasisPoints', 'Exploration minimum must be a number.'],
    ]);
  });
});
