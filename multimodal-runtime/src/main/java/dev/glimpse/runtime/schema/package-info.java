/// JSON schemas to grammars: [dev.glimpse.runtime.schema.JsonReader] reads a schema,
/// [dev.glimpse.runtime.schema.SchemaGrammar] makes rules of it whose every text is JSON that the
/// schema accepts. What it cannot keep that promise for, it refuses by name and place. The rules
/// say less than the schema does where a schema leaves things open: properties come in the schema's
/// order, none that it does not name unless `additionalProperties` asks for them.
///
/// Immutable values and builders confined to one call; the caller's thread.
package dev.glimpse.runtime.schema;
