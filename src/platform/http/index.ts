export { type ApiParts, createApi, type FetchApi, notSignedIn } from './api.ts';
export { docsPage } from './docs-page.ts';
export { drained, eventStreamHeaders } from './event-stream.ts';
export { readJson, tooLarge } from './json-body.ts';
export { openApiDocument } from './openapi.ts';
export { Accepted, type Call, InvalidInput, type Method, type Operation, operationsOf } from './operation.ts';
export type { FetchRoute, NodeRoute, RequestFacts } from './route.ts';
export { type Handlers, type HttpServer, listen, problemReply } from './server.ts';
export { securityHeaders, webApp } from './web-app.ts';
