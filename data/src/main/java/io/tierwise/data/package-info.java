/// Labelled samples in, tensors and scores out.
///
/// A [SampleSet] is a list of [Sample]s read lazily. A sample's [Encoded] input is what arises at the source (an
/// image
/// file, raw pixels, an array); its [Label] is what it is known to show (a class, a class map, or nothing). Each
/// sample
/// plays one [Role], so that no figure comes from samples that helped to choose it.
///
/// Whatever the user's files get wrong is a [DataException] that names the file and says what to do.
@NullMarked
package io.tierwise.data;

import org.jspecify.annotations.NullMarked;
