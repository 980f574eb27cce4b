package dev.freshet.home.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run of maintenance stands in JSON: nine fields in one flat object. */
@JsonSerialize(using = RunJson.Writer.class)
@JsonDeserialize(using = RunJson.Reader.class)
interface RunJson {

  /** Writes the fields in the order of {@link Reader#FIELDS}. */
  final class Writer extends JsonSerializer<MaintenanceRun> {

    @Override
    public void serialize(MaintenanceRun run, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeFieldName("step");
      ((ObjectMapper) out.getCodec()).writerFor(MaintenanceStep.class).writeValue(out, run.step());
      out.writeStringField("reason", run.reason());
      provider.defaultSerializeField("started", run.started(), out);
      provider.defaultSerializeField("took", run.took(), out);
      provider.defaultSerializeField("result", run.result(), out);
      out.writeNumberField("versionBefore", run.versionBefore());
      out.writeNumberField("versionAfter", run.versionAfter());
      provider.defaultSerializeField("figures", run.figures(), out);
      out.writeStringField("error", run.error());
      out.writeEndObject();
    }
  }

  /** Reads a run; refuses one with a field that is missing or not known. */
  final class Reader extends JsonDeserializer<MaintenanceRun> {

    static final List<String> FIELDS =
        List.of(
            "step",
            "reason",
            "started",
            "took",
            "result",
            "versionBefore",
            "versionAfter",
            "figures",
            "error");

    @Override
    public MaintenanceRun deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode run = context.readTree(parser);
      requireKnown(run, context);
      PlannedStep planned =
          new PlannedStep(
              read(run, "step", MaintenanceStep.class, context),
              read(run, "reason", String.class, context));
      @Nullable String error =
          run.path("error").isNull() ? null : read(run, "error", String.class, context);
      return new MaintenanceRun(
          planned,
          read(run, "started", Instant.class, context),
          read(run, "took", Duration.class, context),
          read(run, "versionBefore", Long.class, context),
          new MaintenanceRun.Ending(
              read(run, "result", RunResult.class, context),
              read(run, "versionAfter", Long.class, context),
              read(run, "figures", MaintenanceRun.Figures.class, context),
              error));
    }

    private static void requireKnown(JsonNode run, DeserializationContext context)
        throws IOException {
      for (Iterator<String> names = run.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!FIELDS.contains(name)) {
          throw refusal(context, name, "is not known");
        }
      }
    }

    private static <T> T read(
        JsonNode run, String field, Class<T> type, DeserializationContext context)
        throws IOException {
      JsonNode value = run.get(field);
      if (value == null || value.isNull()) {
        throw refusal(context, field, "is missing");
      }
      return context.readTreeAsValue(value, type);
    }

    private static MismatchedInputException refusal(
        DeserializationContext context, String field, String why) {
      return MismatchedInputException.from(
          context.getParser(),
          MaintenanceRun.class,
          "Cannot read a run of maintenance: its field '" + field + "' " + why);
    }
  }
}
