using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>Where clips come from.</summary>
    public interface IClipSource
    {
        /// <summary>True while a clip of this name is on its way to the board.</summary>
        bool IsComing(string name);
    }

    /// <summary>
    /// The clips that a board keeps in flash: files "clip.0" to "clip.15" and their list, a <see cref="TwinFile"/> "clips". A clip counts from the moment
    /// when the list names it; until then the clip of the same name before it can be played. A power cut between list and files leaves at most a file that
    /// nobody names, which the next start deletes.
    ///
    /// The room is bounded. A new clip pushes out those that were not played for longest, but never one that the village's own warning needs.
    /// </summary>
    public sealed class ClipStore
    {
        /// <summary>The most clips.</summary>
        public const int Places = 16;

        private const string ListName = "clips";
        private const string FilePrefix = "clip.";
        private const int FlashPerClips = 3;    // a third of the flash; the outbox and the application have the rest

        private readonly object _gate = new object();
        private readonly ClipEntry[] _entries = new ClipEntry[Places];
        private readonly byte[] _image = new byte[Places * ClipEntry.ImageBytes];
        private readonly WavFile _wav = new WavFile();
        private readonly IFlash _flash;
        private readonly TwinFile _list;
        private readonly Log _log;
        private readonly int _budgetBytes;
        private uint _uses;
        private string _playing = "";

        /// <summary>A store on a board's flash of so many kilobytes.</summary>
        public ClipStore(IFlash flash, int flashKilobytes, Log log)
        {
            _flash = flash;
            _log = log;
            _budgetBytes = flashKilobytes / FlashPerClips * 1024;
            _list = new TwinFile(flash, ListName, _image.Length);
            for (int i = 0; i < Places; i++)
            {
                _entries[i] = new ClipEntry(FilePrefix + i.ToString());
            }
        }

        /// <summary>Names of clips that are never pushed out: those of the village's own warning.</summary>
        public string[] Needed { get; set; } = new string[0];

        /// <summary>Who brings clips; null when nobody does.</summary>
        public IClipSource? Source { get; set; }

        /// <summary>True while a clip of this name is on its way here.</summary>
        public bool IsComing(string name)
        {
            return name.Length > 0 && Source != null && Source.IsComing(name);
        }

        /// <summary>Reads the list back after a start and deletes files that it does not name.</summary>
        public void Restore()
        {
            lock (_gate)
            {
                int length = _list.Read(_image);
                for (int i = 0; i < Places && length == _image.Length; i++)
                {
                    _entries[i].Load(_image, i * ClipEntry.ImageBytes);
                    _uses = _entries[i].Used > _uses ? _entries[i].Used : _uses;
                }

                for (int i = 0; i < Places; i++)
                {
                    if (_entries[i].Name.Length == 0)
                    {
                        _flash.Delete(_entries[i].File);
                    }
                }
            }
        }

        /// <summary>True when a clip of this name is here.</summary>
        public bool Has(string name)
        {
            lock (_gate)
            {
                return Find(name) != null;
            }
        }

        /// <summary>True when the clip of this name is here and has this seal.</summary>
        public bool Holds(string name, byte[] seal)
        {
            lock (_gate)
            {
                ClipEntry? entry = Find(name);
                return entry != null && FileSeal.AreEqual(entry.Seal, seal);
            }
        }

        /// <summary>Makes room for a clip, pushing out others; false, and nothing changed, when that cannot be done.</summary>
        public bool MakeRoom(long bytes)
        {
            lock (_gate)
            {
                return bytes <= _budgetBytes - KeptBytes(true) && FindRoom((int)bytes) != null;
            }
        }

        /// <summary>Takes in a file that is whole and sealed, if it can be played; the clip of the same name before it goes. Otherwise what is wrong with it.</summary>
        public string Take(string name, string file, byte[] seal)
        {
            lock (_gate)
            {
                string fault = _wav.Read(_flash, file);
                if (fault.Length > 0)
                {
                    return fault;
                }

                int bytes = _flash.Length(file);
                ClipEntry? place = bytes > _budgetBytes - KeptBytes(true) ? null : FindRoom(bytes);
                if (place == null)
                {
                    return "no room within " + _budgetBytes.ToString() + " bytes";
                }

                ClipEntry? before = Find(name);
                _flash.Move(file, place.File);
                place.Name = name;
                place.Bytes = bytes;
                place.Used = NextUse();
                Array.Copy(seal, place.Seal, FileSeal.SealBytes);
                if (before == null)
                {
                    Save();
                }
                else
                {
                    Free(before);
                }

                _log.Write("clip " + name + " is here, " + _wav.Milliseconds.ToString() + " ms");
                return "";
            }
        }

        /// <summary>
        /// Opens a clip to be played, and keeps its file until <see cref="Close"/>; false when it is not here or cannot be played. A flash that cannot be written keeps nobody from playing.
        /// </summary>
        public bool Open(string name, WavFile clip)
        {
            lock (_gate)
            {
                ClipEntry? entry = Find(name);
                bool opened = false;
                try
                {
                    opened = entry != null && IsSound(entry, clip);
                    if (opened)
                    {
                        _playing = entry!.File;
                        NoteUse(entry);
                    }
                }
                catch (Exception exception) when (!Platform.IsPowerCut(exception))
                {
                    _log.Write("clip " + name + ": flash fails", exception);
                }

                return opened;
            }
        }

        /// <summary>The clip that was opened last has been played.</summary>
        public void Close()
        {
            lock (_gate)
            {
                string file = _playing;
                _playing = "";
                try
                {
                    DeleteIfNameless(file);     // it was replaced while it was played
                }
                catch (Exception exception) when (!Platform.IsPowerCut(exception))
                {
                    _log.Write(file + " stays until the next start", exception);
                }
            }
        }

        private bool IsSound(ClipEntry entry, WavFile clip)
        {
            string fault = clip.Read(_flash, entry.File);
            if (fault.Length > 0)
            {
                _log.Write("clip " + entry.Name + " has gone bad: " + fault);
                Free(entry);
            }

            return fault.Length == 0;
        }

        private void NoteUse(ClipEntry entry)
        {
            if (entry.Used != _uses)
            {
                entry.Used = NextUse();
                Save();
            }
        }

        private void DeleteIfNameless(string file)
        {
            for (int i = 0; i < Places; i++)
            {
                if (_entries[i].File == file && _entries[i].Name.Length == 0)
                {
                    _flash.Delete(file);
                }
            }
        }

        private ClipEntry? Find(string name)
        {
            for (int i = 0; i < Places; i++)
            {
                if (name.Length > 0 && _entries[i].Name == name)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        private ClipEntry? FindRoom(int bytes)
        {
            while (true)
            {
                ClipEntry? place = FreePlace();
                if (place != null && KeptBytes(false) + bytes <= _budgetBytes)
                {
                    return place;
                }

                ClipEntry? oldest = LongestUnused();
                if (oldest == null)
                {
                    return null;
                }

                _log.Write("clip " + oldest.Name + " makes room");
                Free(oldest);
            }
        }

        private ClipEntry? FreePlace()
        {
            for (int i = 0; i < Places; i++)
            {
                if (_entries[i].Name.Length == 0 && _entries[i].File != _playing)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        private int KeptBytes(bool needed)
        {
            int sum = 0;
            for (int i = 0; i < Places; i++)
            {
                bool counts = _entries[i].Name.Length > 0 && (!needed || !MayGo(_entries[i]));
                sum += counts ? _entries[i].Bytes : 0;
            }

            return sum;
        }

        private ClipEntry? LongestUnused()
        {
            ClipEntry? oldest = null;
            for (int i = 0; i < Places; i++)
            {
                ClipEntry entry = _entries[i];
                if (MayGo(entry) && (oldest == null || entry.Used < oldest.Used))
                {
                    oldest = entry;
                }
            }

            return oldest;
        }

        private bool MayGo(ClipEntry entry)
        {
            return entry.Name.Length > 0 && entry.File != _playing && !IsNeeded(entry.Name);
        }

        private bool IsNeeded(string name)
        {
            for (int i = 0; i < Needed.Length; i++)
            {
                if (Needed[i] == name)
                {
                    return true;
                }
            }

            return false;
        }

        // The list first: a file that nobody names is deleted at the next start.
        private void Free(ClipEntry entry)
        {
            entry.Name = "";
            Save();
            if (entry.File != _playing)
            {
                _flash.Delete(entry.File);
            }
        }

        private uint NextUse()
        {
            _uses++;
            return _uses;
        }

        private void Save()
        {
            for (int i = 0; i < Places; i++)
            {
                _entries[i].Save(_image, i * ClipEntry.ImageBytes);
            }

            _list.Write(_image, 0, _image.Length);
        }
    }
}
