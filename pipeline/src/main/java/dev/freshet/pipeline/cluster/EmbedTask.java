package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import java.util.ArrayList;

/**
 * Embeds a part of a batch.
 *
 * @param fingerprint of the driver's model
 * @param threads most threads of a call
 */
record EmbedTask(EmbedderRecipe recipe, String fingerprint, int threads, InputType type)
    implements ExecutorTask<ArrayList<String>, ArrayList<EmbedOutcome>> {

  @Override
  public ArrayList<EmbedOutcome> run(ArrayList<String> texts) {
    return new ArrayList<>(ExecutorModels.model(recipe, fingerprint, threads).embed(texts, type));
  }
}
