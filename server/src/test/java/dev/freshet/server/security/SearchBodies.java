package dev.freshet.server.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Generates searches: valid ones, and ones that try to see rows of others. */
final class SearchBodies {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> HOSTILE =
      List.of(
          "1=1",
          "1=1 OR tenant = 'birch'",
          "tenant = 'birch' OR 1=1",
          "tenant = 'birch'",
          "tenant = 'birch' --",
          "tenant = 'birch' /* AND */",
          "tenant = 'amber') OR (tenant = 'birch'",
          "tenant = 'amber') OR tenant IS NOT NULL OR (tenant = 'amber'",
          "tenant = 'amber'; DROP TABLE docs",
          "tenant = 'amber' UNION SELECT * FROM docs",
          "tenant = (SELECT 'birch')",
          "tenant IN (SELECT tenant FROM docs)",
          "EXISTS (SELECT 1)",
          "tenant = \u2018birch\u2019",
          "tenant = 'birch\u0000'",
          "tenant \uFF1D 'birch'",
          "tenant = '\u202Ebirch'",
          "tenant LIKE '%'",
          "tenant NOT LIKE 'amber'",
          "NOT tenant = 'amber'",
          "NOT (tenant = 'amber')",
          "NOT (NOT (tenant <> 'amber'))",
          "tenant IS NULL OR tenant IS NOT NULL",
          "tenant <> 'nobody'",
          "tenant BETWEEN 'a' AND 'z'",
          "tenant NOT IN ('amber')",
          "tenant = 'birch' OR tenant = 'cedar'",
          "text LIKE '%secretbirch%'",
          "record_key = 'birch-1' OR record_key LIKE 'cedar%'",
          "id IS NOT NULL OR chunk_index >= 0",
          "`tenant` = 'birch'",
          "`tenant` = 'a' OR `1=1`",
          "tenant = 'o''brien' OR owner = 'o''1'",
          "tenant = 'amber\\' OR tenant = \\'birch'",
          "owner = '' OR '' = ''",
          "true",
          "tenant = tenant",
          "upper(tenant) = 'BIRCH'",
          "vector IS NOT NULL",
          "_rowid >= 0",
          "landed_at > '0001-01-01T00:00:00Z'",
          "record_version >= -9223372036854775808",
          "");

  private static final List<String> MODES = List.of("vector", "text", "hybrid");

  private final Random random;

  SearchBodies(long seed) {
    this.random = new Random(seed);
  }

  /** A search that is mostly valid, for rows of all tenants. */
  ObjectNode valid() {
    ObjectNode body = JSON.createObjectNode();
    String mode = pick(MODES);
    if (mode.equals("vector") && random.nextBoolean()) {
      var vector = body.putArray("vector");
      for (int i = 0; i < TenantServer.DIMENSION; i++) {
        vector.add((float) random.nextGaussian());
      }
    } else {
      body.put("query", "secret" + pick(TenantServer.TENANTS) + " word" + random.nextInt(8));
    }
    body.put("mode", mode);
    body.put("k", 1 + random.nextInt(60));
    if (random.nextInt(4) > 0) {
      body.put("filter", random.nextInt(3) == 0 ? pick(HOSTILE) : filter(3));
    }
    if (random.nextInt(4) == 0) {
      body.put("perRecord", 1 + random.nextInt(3));
    }
    if (random.nextInt(6) == 0) {
      body.putArray("fields").add("text").add("tenant");
    }
    if (random.nextInt(12) == 0) {
      after(body);
    }
    return body;
  }

  private void after(ObjectNode body) {
    body.put("timeoutMs", 200);
    body.putObject("after")
        .put("key", pick(TenantServer.TENANTS) + "-" + random.nextInt(200))
        .put("version", random.nextInt(3));
  }

  /** Any valid filter. */
  String filter(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(4)) {
        case 0 -> filter(depth - 1) + " AND " + filter(depth - 1);
        case 1 -> filter(depth - 1) + " OR " + filter(depth - 1);
        case 2 -> "NOT (" + filter(depth - 1) + ")";
        default -> "(" + filter(depth - 1) + ")";
      };
    }
    String tenant = pick(TenantServer.TENANTS);
    return switch (random.nextInt(8)) {
      case 0 -> "tenant = '" + tenant + "'";
      case 1 -> "tenant <> '" + tenant + "'";
      case 2 -> "tenant IN ('" + tenant + "', 'nobody')";
      case 3 -> "tenant LIKE '%" + tenant.charAt(1) + "%'";
      case 4 -> "owner = 'o''" + random.nextInt(4) + "'";
      case 5 -> "chunk_index " + pick(List.of("=", "<", ">=", "<>")) + " " + random.nextInt(3);
      case 6 -> "record_key BETWEEN '" + tenant + "' AND 'z'";
      default -> "owner IS " + (random.nextBoolean() ? "NOT " : "") + "NULL";
    };
  }

  String hostileFilter() {
    return pick(HOSTILE);
  }

  <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  Random random() {
    return random;
  }
}
