using System.Buffers.Binary;
using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Inspecting.Elf;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>
/// Reads what one file says of the processors it runs on. Memory is fixed but for the list of its codes; time grows with its tables, not with its
/// length. Damaged and hostile files end in a diagnostic.
/// </summary>
public static class BinaryInspector
{
    private const string CodeSection = ".nv_fatbin";
    private const string RelocatableSection = "__nv_relfatbin";
    private const int IdentificationSize = 20;
    private const ushort MachineCuda = 190;
    private const int NamesCapacity = 1024;

    private static readonly string[] s_wanted = [CodeSection, RelocatableSection, NeededLibraries.Section, CpuLevelNote.Section];

    /// <summary>Inspects a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="shown">Its path for messages and for the result.</param>
    /// <returns>What it says; a file that is no binary says nothing.</returns>
    public static Result<InspectedFile> Inspect(string path, string shown)
    {
        try
        {
            // A pipe would block, so the kind is looked at before the file is opened.
            if (!FileOwner.Of(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).IsRegularFile)
                return InspectDiagnostics.Unreadable(shown, "it is not a regular file");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.RandomAccess);
            return Inspect(stream, shown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return InspectDiagnostics.Unreadable(shown, e.Message);
        }
    }

    /// <summary>Inspects a seekable stream.</summary>
    internal static Result<InspectedFile> Inspect(Stream stream, string shown)
    {
        var window = new BinaryWindow(stream);
        var file = new InspectedFile { Path = shown, Size = window.Length };
        var start = window.ReadUpTo(0, IdentificationSize);
        if (FatbinReader.IsFatbin(start))
            return InspectCode(file, window, [new ElfSection("the file", 0, (ulong)window.Length, 0)], ["a fat binary in a file of its own"]);
        if (!start.StartsWith("\u007fELF"u8))
            return file;
        if (start.Length < IdentificationSize || start[4] is not (1 or 2) || start[5] is not (1 or 2))
            return InspectDiagnostics.MalformedElf(shown, "its header is cut short, or of no known class");
        if (start[4] != 2 || start[5] != 1)
            return Result<InspectedFile>.Success(file, [InspectDiagnostics.OtherElf(shown, start[4] != 2 ? "32-bit" : "big-endian")]);
        return BinaryPrimitives.ReadUInt16LittleEndian(start[18..]) == MachineCuda ? InspectCubin(file, window) : InspectElf(file, window, new BinaryWindow(stream, NamesCapacity));
    }

    private static Result<InspectedFile> InspectElf(InspectedFile file, BinaryWindow window, BinaryWindow names)
    {
        ElfFile elf;
        try
        {
            elf = ElfFile.Read(window, names, s_wanted);
            var needed = NeededLibraries.Read(elf, window, names);
            file = file with { NeededLibraries = needed, CudaLibraries = [.. needed.Where(CudaLibraries.Has)], CpuLevel = CpuLevelNote.Read(elf, window) };
        }
        catch (InvalidDataException e)
        {
            return InspectDiagnostics.MalformedElf(file.Path, e.Message);
        }

        List<string> undecided = [.. file.CudaLibraries.Where(CudaLibraries.IsCompiler).Select(name => $"what `{name}` compiles at run time")];
        if (!elf.HasSections)
            undecided.Add("an ELF file without a section table, where device code cannot be found");
        return InspectCode(file, window, elf.Sections.Where(section => section.Name is CodeSection or RelocatableSection), undecided);
    }

    private static Result<InspectedFile> InspectCubin(InspectedFile file, BinaryWindow window)
    {
        try
        {
            var sm = CubinHead.ReadSm(window.ReadUpTo(0, CubinHead.Size));
            var what = sm is null ? "machine code" : $"machine code for `{sm}`";
            return file with { Undecided = [$"{what} in a file of its own"] };
        }
        catch (InvalidDataException e)
        {
            return InspectDiagnostics.MalformedElf(file.Path, e.Message);
        }
    }

    private static Result<InspectedFile> InspectCode(InspectedFile file, BinaryWindow window, IEnumerable<ElfSection> sections, IReadOnlyList<string> undecided)
    {
        var reader = new FatbinReader(window);
        var fatbins = new List<Fatbin>();
        foreach (var section in sections)
        {
            try
            {
                fatbins.AddRange(reader.Read(section, section.Name == RelocatableSection));
            }
            catch (InvalidDataException e)
            {
                return InspectDiagnostics.MalformedCode(file.Path, section.Name, e.Message);
            }
            catch (DllNotFoundException)
            {
                return InspectDiagnostics.NoDecoder(file.Path);
            }
        }

        var name = Path.GetFileName(file.Path);
        var chooses = fatbins.Count > 0 && CudaLibraries.ChoosesKernels(name);
        IEnumerable<string> choice = chooses ? [$"which kernels NVIDIA's `{name}` chooses at run time"] : [];
        return file with { Fatbins = fatbins, ChoosesKernels = chooses, Undecided = [.. undecided, .. choice, .. UndecidedKinds(fatbins)] };
    }

    private static IEnumerable<string> UndecidedKinds(List<Fatbin> fatbins) => fatbins
        .SelectMany(fatbin => fatbin.Entries)
        .Where(entry => entry.Code is null)
        .Select(entry => string.Create(CultureInfo.InvariantCulture, $"code of kind {entry.Kind}, which is neither PTX nor machine code that envc can read"))
        .Distinct();
}
