using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>A package that is being made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Its entry in the manifest.</param>
/// <param name="Output">The directory that is <c>$out</c> inside.</param>
/// <param name="Activation">The environment that it is made in.</param>
internal sealed record PackagePlan(string Name, SourcePlace Place, string Output, PreparedActivation Activation);
