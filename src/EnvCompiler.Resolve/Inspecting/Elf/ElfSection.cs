namespace EnvCompiler.Resolve.Inspecting.Elf;

/// <summary>One row of a section table (gABI chapter 4, <c>Elf64_Shdr</c>), of the sections that are asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Where it begins in the file; checked to lie in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">Index of the section that this one refers to; a <c>.dynamic</c>'s strings.</param>
internal readonly record struct ElfSection(string Name, ulong Offset, ulong Size, uint Link)
{
    internal ulong End => Offset + Size;
}
