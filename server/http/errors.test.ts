import { describe, expect, it } from 'vitest';
import { CourseError } from '../base/course-error.ts';
import { LabNotWritten, NetworkChangeFailed, NodeOff } from '../driver/errors.ts';
import { NoLabFree } from '../driver/hosts/errors.ts';
import { CaseUnknown, ClassroomFull } from '../lab/errors.ts';
import { ProgressUnavailable } from '../progress/errors.ts';
import { ClassCodeMissing, TooManyNewcomers, toApiError } from './errors.ts';

const ours = [
  [new TooManyNewcomers(), 429, 'too-many-newcomers'],
  [new ClassCodeMissing(), 401, 'class-code-missing'],
  [new CaseUnknown('caso-99'), 404, 'case-unknown'],
  [new NodeOff('replica1'), 409, 'node-off'],
  [new ClassroomFull(3, 1, null), 503, 'classroom-full'],
  [new NoLabFree(2), 503, 'no-lab-free'],
  [new ProgressUnavailable(), 503, 'progress-unavailable'],
  [new LabNotWritten('no queda espacio'), 503, 'lab-not-written'],
  [new NetworkChangeFailed('replica1', 'ip: no'), 500, 'network-change-failed'],
  [new CourseError('Algo que nadie ha previsto.'), 500, 'course-error'],
] as const;

describe('an error in an answer', () => {
  it.each(ours.map((row) => [row[0].name, ...row] as const))(
    'of ours, %s, has its own status, code and sentence',
    (_name, error, status, code) => {
      expect(toApiError(error)).toEqual({ status, body: { code, message: error.message } });
    },
  );

  it('of the limit of requests is too many of them', () => {
    const limited = Object.assign(new Error('Rate limit exceeded, retry in 1 minute'), { statusCode: 429 });
    expect(toApiError(limited)).toEqual({
      status: 429,
      body: {
        code: 'too-many-requests',
        message: 'Demasiadas peticiones seguidas: espera un momento.',
      },
    });
  });

  it.each([
    [Object.assign(new Error('Payload too large'), { statusCode: 413 }), 413, 'bad-request'],
    [new Error('/srv/secreto: EACCES'), 500, 'internal-error'],
  ])('of nobody’s, %s, says nothing of what is inside', (error, status, code) => {
    const told = toApiError(error);
    expect([told.status, told.body.code]).toEqual([status, code]);
    expect(told.body.message).not.toContain(error.message);
  });
});
