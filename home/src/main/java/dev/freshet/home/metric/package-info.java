/** The metrics of the pipeline and of maintenance: name, unit and meaning of each. */
@NullMarked
package dev.freshet.home.metric;

import org.jspecify.annotations.NullMarked;
