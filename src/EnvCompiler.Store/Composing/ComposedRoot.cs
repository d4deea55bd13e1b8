using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Composing;

/// <summary>A root in a workspace, complete but for its place in the store.</summary>
/// <param name="Id">The root's id.</param>
/// <param name="Directory">Holds <c>fs</c> and <c>root.json</c>.</param>
/// <param name="Record">What <c>root.json</c> says.</param>
/// <param name="Warnings">What was found on the way.</param>
internal sealed record ComposedRoot(string Id, string Directory, RootRecord Record, IReadOnlyList<Diagnostic> Warnings);
