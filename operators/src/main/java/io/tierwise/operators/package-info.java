/// Deployment operators: a model goes in, parts and an account of the change come out.
///
/// A request is an [io.tierwise.operators.Operator]: [io.tierwise.operators.Identity],
/// [io.tierwise.operators.Quantize], [io.tierwise.operators.EarlyExit] or
/// [io.tierwise.operators.Partition], written `I`, `Q`, `E(study)`, `P(relu_4)` and read by
/// [io.tierwise.operators.Operators]. [io.tierwise.operators.Composer] applies a sequence of them, left
/// to right:
///
/// ```java
/// Context context = new Context(calibration, new Criteria(loss, cutCost, pace), workFolder);
/// Product product = Composer.apply(Operators.parseSequence("QEP"), model, context);
/// product.parts();      // two models: the first takes the model's input, the second gives its output
/// product.accounts();   // what Q, E and P changed, one account each
/// product.resolved();   // [Q, E, P(layer3.u8)]: every choice made
/// ```
///
/// What an operator needs to know comes in through the [io.tierwise.operators.Context], as small
/// interfaces, so that nothing here knows labels, tiers or links: [io.tierwise.operators.Calibration]
/// gives inputs to learn ranges from, [io.tierwise.operators.Loss] says what a changed model loses on
/// selection samples, [io.tierwise.operators.CutCost] what part times and bytes cost where they will
/// run, and [io.tierwise.operators.CodecPace] what codecs make of tensors and how fast.
///
/// How each of them works:
/// - Quantize: `Preparation` brings the model to opset 13, `QuantizationPlanner` decides with
///   `Coverage` which nodes become 8-bit, `Measuring` runs the samples on an `ObservedModel` and
///   gives [io.tierwise.operators.CalibratedRanges] as the [io.tierwise.operators.Calibrator] asks,
///   `QuantizedGraph` writes QuantizeLinear and DequantizeLinear where the runtime fuses them away.
///   What is not understood stays in float32 and is named with its reason.
///   [io.tierwise.operators.Leftovers] counts what the runtime did not fuse.
/// - EarlyExit: `SkippableBlocks` finds residual blocks, `BlockChoice` chooses, `BlockSkip` takes them
///   out, of float and of quantized graphs. With exits: `ExitTaps` finds places, `ExitFeatures` and
///   `ExitFitting` make heads of what calibration samples look like there, `ExitSelection` keeps those
///   worth their time, `ExitGraph` writes them into the graph ([io.tierwise.operators.Uncut]), `ExitParts`
///   cuts behind them last, and [io.tierwise.operators.ExitGates] says how far their gates may open.
/// - Partition: [io.tierwise.operators.CutPlaces] are all legal cuts with bytes, parameters and
///   measured time before them, `CutChoice` chooses, `Cutting` cuts. Where no codec is given
///   `CodecChoice` chooses it with the cut: `CodecSurvey` writes tensors in all of them,
///   `CodecAdmission` asks what they lose by `CodecRounding`.
///
/// [io.tierwise.operators.Verification] runs whole and parts on the same inputs and says how far they
/// differ: bit for bit the same with no optimization, within 1e-5 of the peak else, for float32.
/// [io.tierwise.operators.Inspection] says what a model is before anything is done to it.
@NullMarked
package io.tierwise.operators;

import org.jspecify.annotations.NullMarked;
