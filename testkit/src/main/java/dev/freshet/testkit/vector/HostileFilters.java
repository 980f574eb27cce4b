package dev.freshet.testkit.vector;

import java.util.ArrayList;
import java.util.List;

/** Texts that an attacker may send as a filter, to see more than is allowed or to do harm. */
final class HostileFilters {

  private HostileFilters() {}

  /** Some 60 texts, the longest of a million characters. */
  static List<String> all() {
    List<String> all =
        new ArrayList<>(
            List.of(
                // Always true, or a second tenant.
                "1=1",
                "1=1 OR tenant = 'b'",
                "tenant = 'a' OR 1=1",
                "tenant = 'b' OR tenant IS NOT NULL",
                "tenant = 'a' OR NOT tenant = 'a'",
                "true",
                "tenant = tenant",
                "tenant = 'a' OR 'x' = 'x'",
                "tenant <> '' OR tenant = ''",
                // Out of the parentheses, or of the quotes.
                "tenant = 'x') OR (tenant = 'b'",
                ") OR 1=1 OR (tenant = 'a'",
                "tenant = 'a' OR tenant = 'b')) OR ((1=1",
                "tenant = '' OR ''=''",
                "tenant = 'x'' OR ''1''=''1'",
                "tenant = '\\' OR tenant = 'b' --'",
                "tenant = 'x\\' OR 1=1 --",
                "tenant LIKE 'x' ESCAPE ''' OR 1=1 --'",
                // Comments and more statements.
                "tenant = 'b' --",
                "tenant = 'b' /* AND tenant = 'a' */",
                "tenant/**/=/**/'b'",
                "-- \n tenant = 'b'",
                "tenant = 'a'; DROP TABLE dataset",
                "tenant = 'a'; SELECT * FROM dataset",
                "#",
                // Queries within, functions, casts.
                "record_key IN (SELECT record_key FROM dataset)",
                "EXISTS (SELECT 1)",
                "tenant = (SELECT 'b')",
                "tenant = 'a' UNION SELECT * FROM dataset",
                "lower(tenant) = 'b'",
                "pg_sleep(10) = 1",
                "sleep(10)",
                "repeat('a', 1000000000) = 'a'",
                "CAST(tenant AS BLOB) = x'62'",
                "tenant::text = 'b'",
                "CASE WHEN 1=1 THEN true ELSE false END",
                "array_length([1,2]) = 2",
                // What the native library does not survive, or must not be asked.
                "$1",
                "tenant = $1",
                "tenant = ?",
                "tenant = :a",
                "_rowid >= 0",
                "_rowaddr >= 0",
                "_distance >= 0",
                "vector IS NOT NULL",
                "tenant IN ($1, $2)",
                // Signs that look like others.
                "tenant = \u2019b\u2019",
                "tenant = 'x\u2019 OR 1=1'",
                "tenant \uff1d 'b'",
                "\uff54enant = 'b'",
                "tenant\u00a0= 'b'",
                "tenant = 'b\0'",
                "tenant = 'a\0' OR tenant = 'b'",
                "\u202etenant = 'b'",
                "tenant = '\ud83d'",
                "tenant = '\ude00\ud83d'",
                "\"tenant\" = 'b'",
                "`tenant` OR 1=1 OR `tenant` = 'b'",
                "`` = 'b'",
                "`tenant``` = 'b'",
                "[tenant] = 'b'",
                // Numbers at and beyond the edge.
                "record_version >= -9223372036854775808",
                "record_version < 9223372036854775808",
                "chunk_index < 9223372036854775807",
                "chunk_index > -2147483649",
                "record_version = 1e999",
                "landed_at > '-999999999-01-01T00:00:00Z'",
                "landed_at < '+1000000000-12-31T23:59:59Z'"));
    all.addAll(huge());
    return all;
  }

  private static List<String> huge() {
    String million = "a".repeat(1_000_000);
    return List.of(
        million,
        "tenant = '" + million + "'",
        "(".repeat(1_000_000),
        "NOT ".repeat(250_000) + "tenant = 'b'",
        "tenant = 'b'" + " OR tenant = 'b'".repeat(60_000),
        " ".repeat(1_000_000) + "tenant = 'b'",
        "tenant = '" + "a".repeat(8_000) + "' OR tenant = 'b'",
        "tenant = '" + "''".repeat(4_000) + "' OR tenant = 'b'",
        "(".repeat(4_000) + "tenant = 'b'" + ")".repeat(4_000),
        "NOT ".repeat(2_000) + "tenant = 'b'",
        "tenant LIKE '" + "%a".repeat(4_000) + "'",
        "text LIKE '" + "%_".repeat(4_000) + "'",
        "tenant IN ('b'" + ",'b'".repeat(1_900) + ")");
  }
}
