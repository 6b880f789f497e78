using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The clips that a board keeps in flash: files "clip.0" to "clip.15" and their list, a <see cref="TwinFile"/> "clips". A clip counts from the moment
    /// when the list says that it is whole; until then its file may grow over any number of power cuts, and the clip of the same name before it can be played.
    /// A power cut between list and files leaves at most a file that nobody names, which the next start deletes.
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
                    if (_entries[i].State == ClipState.None)
                    {
                        _flash.Delete(_entries[i].File);
                    }
                }
            }
        }

        /// <summary>True when the clip of this name is here and has this seal.</summary>
        public bool Holds(string name, byte[] seal)
        {
            lock (_gate)
            {
                ClipEntry? entry = Find(name, ClipState.Whole);
                return entry != null && FileSeal.AreEqual(entry.Seal, seal);
            }
        }

        /// <summary>
        /// The file that a clip is to be fetched into; what an interrupted fetch of the same clip left there stands. Empty, with the reason, when there is no room.
        /// </summary>
        public string Begin(string name, long bytes, byte[] seal, out string fault)
        {
            lock (_gate)
            {
                fault = "";
                ClipEntry? begun = Find(name, ClipState.Fetching);
                if (begun != null && begun.Bytes == bytes && FileSeal.AreEqual(begun.Seal, seal))
                {
                    return begun.File;
                }

                DropFetching();
                ClipEntry? place = bytes > _budgetBytes - KeptBytes(true) ? null : MakeRoom((int)bytes);
                if (place == null)
                {
                    fault = "no room for " + bytes.ToString() + " bytes within " + _budgetBytes.ToString();
                    return "";
                }

                _flash.Delete(place.File);
                place.Name = name;
                place.Bytes = (int)bytes;
                place.Used = NextUse();
                Array.Copy(seal, place.Seal, FileSeal.SealBytes);
                place.State = ClipState.Fetching;
                Save();
                return place.File;
            }
        }

        /// <summary>The file is whole and sealed: it counts if it can be played. Otherwise it is dropped; returns what is wrong with it, or nothing.</summary>
        public string Commit(string name)
        {
            lock (_gate)
            {
                ClipEntry? fetched = Find(name, ClipState.Fetching);
                if (fetched == null)
                {
                    return "it was not begun";
                }

                string fault = _wav.Read(_flash, fetched.File);
                if (fault.Length > 0)
                {
                    Free(fetched);
                    return fault;
                }

                ClipEntry? before = Find(name, ClipState.Whole);
                fetched.State = ClipState.Whole;
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

        /// <summary>Opens a clip to be played, and keeps its file until <see cref="Close"/>; false when it is not here or cannot be played.</summary>
        public bool Open(string name, WavFile clip)
        {
            lock (_gate)
            {
                ClipEntry? entry = Find(name, ClipState.Whole);
                if (entry == null)
                {
                    return false;
                }

                string fault = clip.Read(_flash, entry.File);
                if (fault.Length > 0)
                {
                    _log.Write("clip " + name + " has gone bad: " + fault);
                    Free(entry);
                    return false;
                }

                _playing = entry.File;
                if (entry.Used != _uses)
                {
                    entry.Used = NextUse();
                    Save();
                }

                return true;
            }
        }

        /// <summary>The clip that was opened last has been played.</summary>
        public void Close()
        {
            lock (_gate)
            {
                string file = _playing;
                _playing = "";
                for (int i = 0; i < Places; i++)
                {
                    if (_entries[i].File == file && _entries[i].State == ClipState.None)
                    {
                        _flash.Delete(file);    // replaced while it was played
                    }
                }
            }
        }

        private ClipEntry? Find(string name, ClipState state)
        {
            for (int i = 0; i < Places; i++)
            {
                if (_entries[i].State == state && _entries[i].Name == name)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        // One clip is fetched at a time; an older attempt at another one is given up.
        private void DropFetching()
        {
            for (int i = 0; i < Places; i++)
            {
                if (_entries[i].State == ClipState.Fetching)
                {
                    Free(_entries[i]);
                }
            }
        }

        private ClipEntry? MakeRoom(int bytes)
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
                if (_entries[i].State == ClipState.None && _entries[i].File != _playing)
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
                bool counts = _entries[i].State != ClipState.None && (!needed || !MayGo(_entries[i]));
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
            return entry.State == ClipState.Whole && entry.File != _playing && !IsNeeded(entry.Name);
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
            entry.State = ClipState.None;
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
