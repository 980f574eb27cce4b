/** WordPiece: how a text becomes the tokens that a model of the BERT family was trained on. */
@NullMarked
package dev.freshet.embedding.token;

import org.jspecify.annotations.NullMarked;
