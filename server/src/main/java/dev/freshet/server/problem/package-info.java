/**
 * Why a request is not answered: {@link dev.freshet.server.problem.ProblemException} ends a call,
 * and its {@link dev.freshet.server.problem.Problem} is the body of the answer.
 */
@NullMarked
package dev.freshet.server.problem;

import org.jspecify.annotations.NullMarked;
