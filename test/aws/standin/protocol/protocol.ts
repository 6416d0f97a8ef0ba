import { ApiError } from '../api-error.ts';
import { readQuery } from './read-query.ts';
import type { OperationModel } from './shape.ts';
import { jsonWriter } from './write-json.ts';
import { escapeXml, xmlElement, xmlMembers } from './write-xml.ts';

/** How the requests and answers of a service are written. */
export type ProtocolName = 'json' | 'query' | 'ec2' | 'rest-xml' | 's3';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What arrived over HTTP, whole. */
export interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Protocol {
  readonly readInput: (arrival: Arrival, model: OperationModel) => Record<string, unknown>;
  readonly writeOutput: (output: object, model: OperationModel, id: string) => Answer;
  readonly writeError: (error: ApiError, id: string) => Answer;
}

/** The protocol of that name; the name space of XML answers is the service's. */
export function protocolOf(name: ProtocolName, namespace: string): Protocol {
  switch (name) {
    case 'json':
      return JSON_PROTOCOL;
    case 'query':
      return query(namespace);
    case 'ec2':
      return ec2(namespace);
    default:
      return restXml(namespace, name === 's3');
  }
}

const JSON_PROTOCOL: Protocol = {
  readInput: ({ body }) => {
    try {
      return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    } catch {
      throw new ApiError('SerializationException', 'the body is no JSON');
    }
  },
  writeOutput: (output, model, id) => jsonAnswer(200, id, jsonWriter(model.output)(output)),
  writeError: ({ status, code, message }, id) =>
    jsonAnswer(status, id, JSON.stringify({ __type: code, message })),
};

function jsonAnswer(status: number, id: string, body: string): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': id }, body };
}

function query(namespace: string): Protocol {
  return {
    readInput: ({ body }, model) => readQuery(new URLSearchParams(body), model.input, 'query'),
    writeOutput: (output, model, id) =>
      xmlAnswer(
        200,
        `<${model.name}Response xmlns="${namespace}"><${model.name}Result>${xmlMembers(model.output, output)}</${model.name}Result>` +
          `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${model.name}Response>`,
        { 'x-amzn-requestid': id },
      ),
    writeError: (error, id) => errorResponse(error, id, namespace),
  };
}

function errorResponse({ status, code, message }: ApiError, id: string, namespace: string): Answer {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return xmlAnswer(
    status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${code}</Code>` +
      `<Message>${escapeXml(message)}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`,
    { 'x-amzn-requestid': id },
  );
}

function ec2(namespace: string): Protocol {
  return {
    readInput: ({ body }, model) => readQuery(new URLSearchParams(body), model.input, 'ec2'),
    writeOutput: (output, model, id) =>
      xmlAnswer(
        200,
        `<?xml version="1.0" encoding="UTF-8"?>\n<${model.name}Response xmlns="${namespace}">` +
          `<requestId>${id}</requestId>${xmlMembers(model.output, output)}</${model.name}Response>`,
        { 'x-amzn-requestid': id },
      ),
    writeError: ({ status, code, message }, id) =>
      xmlAnswer(
        status,
        `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code>` +
          `<Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${id}</RequestID></Response>`,
        {},
      ),
  };
}

function restXml(namespace: string, s3: boolean): Protocol {
  const idHeader = (id: string) => ({ [s3 ? 'x-amz-request-id' : 'x-amzn-requestid']: id });
  return {
    readInput: ({ url }, model) => {
      const input: Record<string, unknown> = {};
      if (model.input.sort !== 'structure') return input;
      for (const { name, queryName, shape } of model.input.members()) {
        const value = queryName === undefined ? null : url.searchParams.get(queryName);
        if (value !== null) input[name] = shape.sort === 'number' ? Number(value) : value;
      }
      return input;
    },
    writeOutput: (output, model, id) => {
      if (model.output.sort !== 'structure') throw new Error(`${model.name} has no output`);
      const whole = model.output.members().find(({ payload }) => payload);
      const held = whole && (output as Record<string, unknown>)[whole.name];
      const body =
        whole && whole.shape.sort === 'structure'
          ? xmlElement(whole.shape.name, whole.shape, held)
          : `<${model.name}Response xmlns="${namespace}">${xmlMembers(model.output, output)}</${model.name}Response>`;
      return xmlAnswer(200, `<?xml version="1.0" encoding="UTF-8"?>\n${body}`, idHeader(id));
    },
    writeError: (error, id) =>
      s3
        ? xmlAnswer(
            error.status,
            `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code>` +
              `<Message>${escapeXml(error.message)}</Message><RequestId>${id}</RequestId><HostId>${id}</HostId></Error>`,
            idHeader(id),
          )
        : errorResponse(error, id, namespace),
  };
}

function xmlAnswer(status: number, body: string, headers: Readonly<Record<string, string>>): Answer {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', ...headers }, body };
}
