namespace EnvCompiler.Weights.Validation;

/// <summary>One entry of the tensor table.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Offset">From the start of tensor data, in bytes.</param>
/// <param name="Size">In bytes; null for an element type this reader does not know.</param>
internal readonly record struct GgufTensor(string Name, ulong Offset, ulong? Size);
