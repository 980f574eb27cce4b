package dev.freshet.server.mcp;

/** The description and the schemas of the tool, as an assistant gets them. */
final class ToolSchema {

  static final String DESCRIPTION =
      """
      Finds passages by meaning, by words or by both, in the newest state of every record. The answer \
      says up to which moment it is complete (freshness.asOf).""";

  static final String INPUT =
      """
      {
        "type": "object",
        "required": ["query"],
        "additionalProperties": false,
        "properties": {
          "query": {
            "type": "string", "minLength": 1, "maxLength": 10000,
            "description": "What to look for, in plain words."
          },
          "k": {
            "type": "integer", "minimum": 1, "maximum": 1000, "default": 10,
            "description": "How many passages."
          },
          "mode": {
            "type": "string", "enum": ["vector", "text", "hybrid"], "default": "vector",
            "description": "vector: by meaning; text: by exact words; hybrid: by both. The last two need a full-text index."
          },
          "filter": {
            "type": "string", "maxLength": 8192,
            "description": "Condition on columns, such as author = 'mira' AND landed_at >= '2026-01-31T00:00:00Z'. Operators: =, <>, <, <=, >, >=, IN, BETWEEN, LIKE, CONTAINS (for lists), IS NULL, AND, OR, NOT. Values: 'text', number, TRUE, FALSE, 'time'. The error for an unknown column lists those that exist."
          },
          "perRecord": {
            "type": "integer", "minimum": 1, "maximum": 1000,
            "description": "The most passages of one record; without it there is no limit."
          },
          "minFreshness": {
            "type": "string", "format": "date-time",
            "description": "Wait, a few seconds at most, until everything that landed before this time can be found."
          }
        }
      }
      """;

  static final String OUTPUT =
      """
      {
        "type": "object",
        "required": ["hits", "freshness", "tookMs"],
        "properties": {
          "hits": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["key", "id", "chunkIndex", "score", "text", "version", "metadata"],
              "properties": {
                "key": {"type": "string", "description": "The record's key."},
                "id": {"type": "string", "description": "The passage's id."},
                "chunkIndex": {"type": "integer"},
                "score": {"type": "number", "description": "Larger is better; comparable within this answer only."},
                "distance": {"type": ["number", "null"]},
                "text": {"type": "string"},
                "version": {"type": "integer", "description": "The record's version."},
                "metadata": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "array", "null"]}}
              }
            }
          },
          "freshness": {
            "type": "object",
            "required": ["version", "unindexedRows"],
            "properties": {
              "asOf": {"type": ["string", "null"], "format": "date-time", "description": "Everything that landed before this time is part of the answer."},
              "version": {"type": "integer"},
              "lagMs": {"type": ["integer", "null"]},
              "unindexedRows": {"type": "integer"}
            }
          },
          "tookMs": {"type": "integer"}
        }
      }
      """;

  private ToolSchema() {}
}
