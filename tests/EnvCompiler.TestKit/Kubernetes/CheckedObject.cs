using System.Text.Json;

namespace EnvCompiler.TestKit.Kubernetes;

/// <summary>An object of Kubernetes and what its schema says of it.</summary>
/// <param name="File">Its file.</param>
/// <param name="Problems">What is wrong; none where it is as the API wants it.</param>
/// <param name="Object">As a reader of YAML that is not ours has read it.</param>
public sealed record CheckedObject(string File, IReadOnlyList<string> Problems, JsonElement Object);
