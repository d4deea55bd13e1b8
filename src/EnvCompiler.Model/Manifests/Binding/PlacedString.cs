using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>A string of an array and where it stands.</summary>
internal sealed record PlacedString(string Value, SourcePlace Place);
