/// The process on a tier: opens parts, runs them as slowly as its tier would, passes tensors on to the
/// next tier.
///
/// ## Who talks to whom
///
/// ```
/// controller (AgentClient) ---- control ----> agent of the source, agent of tier 2, agent of tier 3
///                                               source --trial--> tier 2 --trial--> tier 3
///                                                  ^--------------answer---------------'
/// ```
///
/// - [Agent] is an agent at work, [AgentMain] a process of it for a study on this machine.
///   [AgentClient] is the controller's hand on one: it loads parts ([PartSpec], [LoadReport]), connects
///   agents ([Peer], [LinkShape]), tells a strategy's way ([RouteSpec], [Stage], [Hop]), gives the
///   source its samples, and has it run a block of trials ([BlockSpec], [TrialReport]).
/// - Tensors go from agent to agent and never through the controller. A relay passes a frame on chunk
///   by chunk while it is still arriving, so that a way over two links costs both links' time but not
///   twice the whole message.
/// - What a controller brought (parts, ways) ends with its connection, uploaded models and samples with
///   the last controller: an agent may outlive many studies, one at a time. Each side notices within
///   about a minute when the other's machine is gone without a word.
///
/// ## How a trial is timed
///
/// The source alone clocks the observation. Every tier cuts its time into pieces that touch (queue,
/// decode, prepare, run, encode), measured on its own clock and carried in the frame header; what remains is
/// transport. So [Phases] add up to the observation exactly, on one machine and across machines. The
/// clocks' offset decides only how transport is divided into wire and answer.
///
/// A sample is prepared at the source, or its input travels raw ([RouteSpec#inputForm()]) and the tier of
/// the first part prepares it; wherever that happens, it is the phase `prepare`.
///
/// ## How a tier is emulated
///
/// - CPU share `s`: a run that used CPU time `c` is held until `c / s` after its start (`Stretch`). CPU
///   quotas are only a ceiling above that; what they did is in every [StageReport].
/// - Links: a `Shaper` says when each chunk has crossed; a thread a link lets it go then.
/// - Memory: a part whose weights do not fit is refused before it is opened.
///
/// ## Frames
///
/// A fixed prefix of 20 bytes (magic, type, two lengths, all checked against ceilings before anything
/// is allocated), a protobuf message (`agent.proto`), the raw payload. A tensor that travels by a codec
/// (`Coder`) says codec, ranges, its own type and shape and its size before packing, and is refused
/// where they do not fit together; so is a raw input (`RawInput`), an image only once its header says how
/// large it would become. Both ends of a connection prove
/// that they know the study's [Token]. Every failure is a [TierException] that names the tier and the
/// [TierException.Reason].
@NullMarked
package io.tierwise.agent;

import org.jspecify.annotations.NullMarked;
