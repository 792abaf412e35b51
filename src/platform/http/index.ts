export { type ApiParts, createApi, notSignedIn, openApiDocument, tooLarge } from './api.ts';
export { docsPage } from './docs-page.ts';
export { type Call, InvalidInput, type Method, type Operation, operationsOf } from './operation.ts';
export type { FetchRoute, NodeRoute, RequestFacts } from './route.ts';
export { type HttpServer, listen, problemReply } from './server.ts';
export { securityHeaders, webApp } from './web-app.ts';
