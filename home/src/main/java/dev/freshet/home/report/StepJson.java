package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import java.util.Map;

/** Names the kind of a step in JSON; here, since {@code core} does not know JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @Type(value = MaintenanceStep.CompactTail.class, name = "compact-tail"),
  @Type(value = MaintenanceStep.BuildIndex.class, name = "build-index"),
  @Type(value = MaintenanceStep.ExtendIndex.class, name = "extend-index"),
  @Type(value = MaintenanceStep.MergeSegments.class, name = "merge-segments"),
  @Type(value = MaintenanceStep.CompactFragments.class, name = "compact-fragments"),
  @Type(value = MaintenanceStep.RewriteFragment.class, name = "rewrite-fragment"),
  @Type(value = MaintenanceStep.RetrainIndex.class, name = "retrain-index"),
  @Type(value = MaintenanceStep.RemoveVersions.class, name = "remove-versions"),
  @Type(value = MaintenanceStep.TuneSearch.class, name = "tune-search"),
  @Type(value = MaintenanceStep.BuildColumnIndex.class, name = "build-column-index"),
  @Type(value = MaintenanceStep.CompactLayer.class, name = "compact-layer"),
  @Type(value = MaintenanceStep.CheckpointLayer.class, name = "checkpoint-layer"),
  @Type(value = MaintenanceStep.CleanLayer.class, name = "clean-layer")
})
public interface StepJson {

  /** For {@link dev.freshet.home.report.JsonFile}. */
  Map<Class<?>, Class<?>> ANNOTATIONS =
      Map.of(MaintenanceStep.class, StepJson.class, MaintenanceRun.class, RunJson.class);
}
