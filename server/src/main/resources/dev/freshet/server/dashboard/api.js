// Requests to the server. The key, if one is needed, stays in this tab.

const KEY = 'freshet.key';
const PATIENCE_MS = 10_000;

/** A request that was refused; `status` is 0 if the server cannot be reached. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? 'The server does not answer.');
    this.status = status;
    this.problem = problem ?? {};
  }
}

export const key = {
  value: () => sessionStorage.getItem(KEY),
  keep: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

/** Reads the JSON of a path. */
export const read = (path) => ask(path, {});

/** Sends a search. */
export const search = (request, signal) =>
  ask('v1/search', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });

async function ask(path, request) {
  const headers = { ...request.headers, Accept: 'application/json' };
  if (key.value()) {
    headers.Authorization = `Bearer ${key.value()}`;
  }
  const late = AbortSignal.timeout(PATIENCE_MS);
  const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
  let response;
  try {
    response = await fetch(path, { ...request, headers, signal, credentials: 'omit' });
  } catch (failure) {
    if (request.signal?.aborted) {
      throw failure;
    }
    throw new Refused(0);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new Refused(response.status, body);
  }
  return body;
}
