/// What clients may know of the service: each route with its operation, and the OpenAPI document
/// made of them.
///
/// In: [dev.glimpse.http.api.Route]s, whose operations stand beside their handlers and take their
/// schemas from the field definitions that read requests. Out: `GET /openapi.json`, and a viewer at
/// `GET /docs` that needs nothing from elsewhere. All is immutable.
package dev.glimpse.http.api;
