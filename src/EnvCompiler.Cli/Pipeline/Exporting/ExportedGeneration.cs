using EnvCompiler.Compile.Contained;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>A target of a generation whose roots are in the store: what every form is made from.</summary>
/// <param name="Name">The environment's name: its directory's.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Target">The target.</param>
/// <param name="Spec">The target's <c>activation.json</c>.</param>
/// <param name="Contained">What <c>/.envc/environment</c> holds.</param>
internal sealed record ExportedGeneration(string Name, LiveGeneration Generation, Target Target, ActivationSpec Spec, ContainedFiles Contained)
{
    /// <summary>The target's services.</summary>
    internal ServiceGraph Graph => Contained.Environment.Services;
}
