/** Checks what a request brings against its schema. Only what travels as text in an address is turned into numbers. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';

class RequestInvalid extends Error {
  override readonly name = 'RequestInvalid';
  readonly statusCode = 400;
}

export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  return (value: unknown) => {
    const candidate = httpPart === 'querystring' ? Value.Convert(schema, value) : value;
    return validator.Check(candidate)
      ? { value: candidate }
      : { error: new RequestInvalid(`${httpPart} does not fit its schema`) };
  };
};
