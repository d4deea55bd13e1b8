using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Toml.Editing;

/// <summary>What came of an edit: the edited document, or why the text cannot be edited so.</summary>
public sealed class TomlEdit
{
    private readonly TomlDocument? document;

    private TomlEdit(TomlDocument? document, TomlError? error)
    {
        this.document = document;
        Error = error;
    }

    /// <summary>Why it cannot be done; null where it was.</summary>
    public TomlError? Error { get; }

    /// <summary>The edited document; asking for it after a refusal is a bug and throws.</summary>
    public TomlDocument Document => document ?? throw new InvalidOperationException(Error!.ToString());

    /// <summary>The edited document where there is one.</summary>
    public bool TryGet([NotNullWhen(true)] out TomlDocument? edited)
    {
        edited = document;
        return edited is not null;
    }

    internal static TomlEdit Done(TomlDocument document) => new(document, error: null);

    internal static TomlEdit Refused(TomlSpan place, string message, string? hint = null) => new(document: null, new TomlError(place, message, hint));
}
