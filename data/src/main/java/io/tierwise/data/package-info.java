/// Labelled samples in, tensors and scores out.
///
/// A [SampleSet] is a list of [Sample]s read lazily; [SampleReader] opens one from a folder of images,
/// an IDX file or a `.npy` file, telling the kind by looking. A sample's [Encoded] input is what arises
/// at the source: an image file, raw pixels, an array. Its [Label] is what it is known to show: a
/// class, a class map, or nothing.
///
/// [RoleSplit] gives each sample at most one [Role], so that no figure comes from samples that helped
/// to choose it. [Preprocessing] turns an encoded input into the model's input [Tensor] at batch 1, in one
/// place or, where the input travels in another [InputForm], in two. A
/// [Task] reads what the outputs say as a [Prediction], small enough to be kept, and adds predictions
/// up to a [Score].
///
/// ```java
/// SampleSet samples = SampleReader.open(Path.of("images"), Optional.empty());
/// RoleSplit roles = RoleSplit.of(samples, RoleSplit.DEFAULT_SHARES, 7);
/// Preprocessing steps = Preprocessing.parse("resize=256,crop=224,scale=1/255");
/// Task task = new Task.Classification(1, steps.classOffset());
/// Score score = task.score();
/// for (int index : roles.indices(Role.EVALUATION)) {
///     Sample sample = samples.get(index);
///     List<Tensor> outputs = run(steps.apply(sample));
///     score.add(task.read(outputs), steps.align(sample.label()));
/// }
/// System.out.println(task.metric() + " " + score.value());
/// ```
///
/// Whatever the user's files or configuration get wrong is a [DataException] that names the file and
/// says what to do. Files are hostile: sizes are checked against what is there before memory is taken.
@NullMarked
package io.tierwise.data;

import org.jspecify.annotations.NullMarked;
