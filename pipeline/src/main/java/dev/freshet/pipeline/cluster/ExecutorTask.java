package dev.freshet.pipeline.cluster;

import java.io.Serializable;

/**
 * What an executor does with a part of the work. Spark may run it more than once for a part, in
 * several processes, and keeps one of the results.
 *
 * @param <P> a part
 * @param <R> its result
 */
interface ExecutorTask<P extends Serializable, R extends Serializable> extends Serializable {

  R run(P part);
}
